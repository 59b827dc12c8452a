package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// coerceVariables checks the given variables of an operation against their
// types as the GraphQL specification says (section 6.1.2), and gives them with
// numbers in Go's types. The library that coerces them afterwards takes the
// text "5" for an Int, a number for a String, and an enum value in any case;
// some of that would come out as an error of ours. Variables that the
// operation does not have are left out.
func coerceVariables(schema *ast.Schema, op *ast.OperationDefinition, given map[string]any) (map[string]any, *gqlerror.Error) {
	variables := make(map[string]any, len(given))
	for _, v := range op.VariableDefinitions {
		value, ok := given[v.Variable]
		if !ok {
			continue
		}
		coerced, err := coerce(schema, v.Type, value)
		if err != nil {
			return nil, coded(codeValidation, "the variable $%s%s %s", clip(v.Variable), err.at, err.says)
		}
		variables[v.Variable] = coerced
	}
	return variables, nil
}

// coerce checks a value against a type. Where null is allowed is not its
// business.
func coerce(schema *ast.Schema, t *ast.Type, value any) (any, *misfit) {
	if value == nil {
		return nil, nil
	}
	if t.Elem != nil {
		return coerceList(schema, t.Elem, value)
	}
	def := schema.Types[t.NamedType]
	if def == nil {
		return nil, &misfit{says: "has the unknown type " + t.NamedType}
	}
	switch def.Kind {
	case ast.Enum:
		name, ok := value.(string)
		if !ok || def.EnumValues.ForName(name) == nil {
			no := mismatch(value, def.Name)
			no.says += oneOf(def.EnumValues)
			return nil, no
		}
		return name, nil
	case ast.InputObject:
		return coerceObject(schema, def, value)
	default:
		return coerceScalar(def.Name, value)
	}
}

// coerceList checks each element; a value that is no list stands for a list of
// one.
func coerceList(schema *ast.Schema, elem *ast.Type, value any) (any, *misfit) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	coerced := make([]any, len(list))
	for i, v := range list {
		c, err := coerce(schema, elem, v)
		if err != nil {
			return nil, err.within(fmt.Sprintf("[%d]", i))
		}
		coerced[i] = c
	}
	return coerced, nil
}

// coerceObject checks the fields that the type has; the others are for the
// library to refuse.
func coerceObject(schema *ast.Schema, def *ast.Definition, value any) (any, *misfit) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, mismatch(value, def.Name)
	}
	coerced := make(map[string]any, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		v := object[name]
		coerced[name] = v
		if field := def.Fields.ForName(name); field != nil {
			c, err := coerce(schema, field.Type, v)
			if err != nil {
				return nil, err.within("." + name)
			}
			coerced[name] = c
		}
	}
	return coerced, nil
}

// coerceScalar checks a value of one of the five scalars of GraphQL. Other
// scalars check their own.
func coerceScalar(name string, value any) (any, *misfit) {
	number, isNumber := value.(json.Number)
	_, isText := value.(string)
	_, isBool := value.(bool)
	n, isInt := asInt(value)
	switch name {
	case "Int":
		if !isInt || n < math.MinInt32 || n > math.MaxInt32 {
			return nil, mismatch(value, name)
		}
		return n, nil
	case "ID":
		if isInt {
			return strconv.FormatInt(n, 10), nil
		}
		return keep(value, isText, name)
	case "Float":
		f, err := number.Float64()
		if !isNumber || err != nil {
			return nil, mismatch(value, name)
		}
		return f, nil
	case "String":
		return keep(value, isText, name)
	case "Boolean":
		return keep(value, isBool, name)
	default:
		return value, nil
	}
}

// keep gives the value if it is right.
func keep(value any, right bool, typeName string) (any, *misfit) {
	if !right {
		return nil, mismatch(value, typeName)
	}
	return value, nil
}

// misfit is a value that is not of its type: where in the variable it is, and
// what is wrong with it. Both go on with the sentence "the variable $x …".
type misfit struct{ at, says string }

// within is the misfit as seen from what it is part of.
func (m *misfit) within(step string) *misfit {
	m.at = step + m.at
	return m
}

func mismatch(value any, typeName string) *misfit {
	return &misfit{says: fmt.Sprintf("is %s, which is not of the type %s", show(value), typeName)}
}

// oneOf says which values there are, if they are few.
func oneOf(values ast.EnumValueList) string {
	const few = 12
	if len(values) > few {
		return ""
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = v.Name
	}
	return ": write " + strings.Join(names, ", ")
}

// asInt gives the whole number that a value is: of a literal, of a default or
// of a variable.
func asInt(value any) (n int64, ok bool) {
	switch v := value.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case json.Number:
		n, err := v.Int64()
		if err == nil {
			return n, true
		}
		// JSON has one type of number: 5.0 and 5e0 are the integer 5.
		f, err := v.Float64()
		if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
			return 0, false
		}
		return int64(f), true
	default:
		return 0, false
	}
}

// show writes a value as JSON, shortened.
func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "unreadable"
	}
	return clip(string(text))
}
