package sqlite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// field finds the column's value in a record or element; ok is false where it
// lies behind a pointer that is nil.
func (c *column) field(v reflect.Value) (field reflect.Value, ok bool) {
	for _, i := range c.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// grown finds the column's place in a record or element, and makes what lies
// on the way.
func (c *column) grown(v reflect.Value) reflect.Value {
	for _, i := range c.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// write is what the column holds for a record or element: NULL for what is
// empty, so that what was not declared reads so.
func (c *column) write(v reflect.Value) (any, error) {
	field, ok := c.field(v)
	if !ok || field.IsZero() && c.form != asFlag {
		return nil, nil
	}
	switch c.form {
	case asNumber:
		return field.Int(), nil
	case asFlag:
		if field.Bool() {
			return int64(1), nil
		}
		return int64(0), nil
	case asJSON:
		return jsonText(field.Interface())
	default:
		return field.String(), nil
	}
}

// jsonText writes a list of texts as people read it, without HTML escapes.
func jsonText(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// read puts what the column holds into a record or element. NULL leaves it.
func (c *column) read(cell any, into reflect.Value, shared map[string]string) error {
	switch x := cell.(type) {
	case nil:
		return nil
	case int64:
		switch c.form {
		case asNumber:
			c.grown(into).SetInt(x)
			return nil
		case asFlag:
			c.grown(into).SetBool(x != 0)
			return nil
		}
	case string:
		switch c.form {
		case asText:
			if c.shared {
				x = intern(shared, x)
			}
			c.grown(into).SetString(x)
			return nil
		case asJSON:
			return json.Unmarshal([]byte(x), c.grown(into).Addr().Interface())
		}
	}
	return fmt.Errorf("column %s holds a %T", c.name, cell)
}

// intern is the one copy of a text that stands in many rows.
func intern(shared map[string]string, s string) string {
	if one, ok := shared[s]; ok {
		return one
	}
	shared[s] = s
	return s
}
