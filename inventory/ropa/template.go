package ropa

import (
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Template is the form of a register: which columns it has, in which order.
type Template string

// The templates.
const (
	// Art30 has what GDPR Art. 30 asks for: paragraph 1 for a controller,
	// paragraph 2 for a processor.
	Art30 Template = "art30"
	// ICO is the controller template of the United Kingdom's authority.
	ICO Template = "ico"
	// CNIL is the register of the French authority, a sheet for each activity.
	CNIL Template = "cnil"
)

// Templates lists the templates, the usual one first.
func Templates() []Template { return []Template{Art30, ICO, CNIL} }

// templateNamed finds a template by its name, whatever the case; no name is
// [Art30]. The name of none is an Invalid error that lists them.
func templateNamed(name string) (Template, error) {
	if name == "" {
		return Art30, nil
	}
	known := make([]string, 0, len(Templates()))
	for _, t := range Templates() {
		if strings.EqualFold(name, string(t)) {
			return t, nil
		}
		known = append(known, string(t))
	}
	return "", inventory.Errorf(inventory.Invalid, "there is no template %q: choose one of %s", name, wording.And(known))
}

// title is the name of the register that the template makes in this role.
func (t Template) title(r inventory.ProcessingRole) string {
	title := "Record of processing activities"
	switch {
	case r == processor:
		return title + " of a processor (GDPR Art. 30(2))"
	case t == ICO:
		title += ", in the columns of the ICO's template for controllers"
	case t == CNIL:
		title += ", in the fields of the CNIL's register"
	}
	return title + " (GDPR Art. 30(1))"
}
