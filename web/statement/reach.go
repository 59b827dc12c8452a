package statement

import (
	"slices"
	"strings"
)

// steps is what a service passes on, for those who follow data through it.
type steps struct {
	ID        string `json:"id"`
	DependsOn []struct {
		Assertion string `json:"assertion"`
		Condition string `json:"condition"`
		DependsOn struct {
			ID string `json:"id"`
		} `json:"dependsOn"`
	} `json:"dependsOn"`
	Disclosures []struct {
		Assertion string `json:"assertion"`
		Condition string `json:"condition"`
		Data      named  `json:"data"`
		Recipient struct {
			ID string `json:"id"`
		} `json:"recipient"`
	} `json:"disclosures"`
}

// ways are the steps of each service, by its id.
type ways map[string]steps

// waysOf reads the steps if one of the reaches leads through other services.
func (b *builder) waysOf(all []reach) (ways, error) {
	if !slices.ContainsFunc(all, func(r reach) bool { return !r.Direct }) {
		return ways{}, nil
	}
	services, err := everything[steps](b.session, "ways", "services", nil)
	w := ways{}
	for _, s := range services {
		w[s.ID] = s
	}
	return w, err
}

// hop is what the documents say of the way from one service to the next: under
// which conditions, all of the statements having one, and whether it is only
// inferred.
func (w ways) hop(from, to string) (conditions []string, inferred bool) {
	inferred, always := true, false
	for _, d := range w[from].DependsOn {
		if d.DependsOn.ID != to {
			continue
		}
		inferred = inferred && d.Assertion == "INFERRED"
		if d.Condition == "" {
			always = true
		} else if !slices.Contains(conditions, d.Condition) {
			conditions = append(conditions, d.Condition)
		}
	}
	if always {
		conditions = nil
	}
	return conditions, inferred
}

// conditions are those under which data takes the ways, in their order.
func (w ways) conditions(r reach) []Item {
	var items []Item
	add := func(text string) {
		if i := (Item{Text: text}); text != "" && !slices.Contains(items, i) {
			items = append(items, i)
		}
	}
	for _, p := range r.Paths {
		for i := 1; i < len(p.Services); i++ {
			conditions, _ := w.hop(p.Services[i-1].ID, p.Services[i].ID)
			text := strings.Join(conditions, " ")
			if text != "" && len(r.Paths) > 1 {
				text = p.Services[i-1].Name + " → " + p.Services[i].Name + ": " + text
			}
			add(text)
		}
		w.ends(p, r.Recipient.ID, func(data named, condition, _ string) {
			if condition != "" && slices.Contains(r.Data, data) {
				add(data.Name + ": " + condition)
			}
		})
	}
	return items
}

// ends tells what the last service of a way discloses to a recipient.
func (w ways) ends(p way, recipient string, tell func(data named, condition, assertion string)) {
	if len(p.Services) == 0 {
		return
	}
	for _, d := range w[p.Services[len(p.Services)-1].ID].Disclosures {
		if d.Recipient.ID == recipient {
			tell(d.Data, d.Condition, d.Assertion)
		}
	}
}

// inferred says whether no way of the data is stated from end to end.
func (w ways) inferred(r reach, data named) bool {
	known := false
	for _, p := range r.Paths {
		guessed := false
		for i := 1; i < len(p.Services); i++ {
			_, hop := w.hop(p.Services[i-1].ID, p.Services[i].ID)
			guessed = guessed || hop
		}
		stated := false
		w.ends(p, r.Recipient.ID, func(d named, _, assertion string) {
			if d == data {
				known = true
				stated = stated || assertion != "INFERRED"
			}
		})
		if stated && !guessed {
			return false
		}
	}
	return known
}

// reached says how data comes to a recipient through other services.
func (b *builder) reached(r reach, target named, w ways) Line {
	var through []string
	for _, p := range r.Paths {
		through = append(through, arrows(p))
	}
	l := Line{Items: []Item{b.noun(target)}, Inferred: r.Assertion == "INFERRED"}
	what := Detail{Label: "Which data"}
	for _, d := range r.Data {
		item := b.noun(d)
		if !l.Inferred && w.inferred(r, d) {
			item.Note = "inferred"
		}
		what.Items = append(what.Items, item)
	}
	l.Details = []Detail{what, {Label: "Which way", Text: strings.Join(through, "; ")}}
	if form := sayAll("form", r.Forms); form != "" {
		if slices.Contains(r.Forms, "IDENTIFIABLE") {
			form = "as it is, or " + form
		}
		l.Details = append(l.Details, Detail{Label: "Form", Text: form})
	}
	if conditions := w.conditions(r); conditions != nil {
		l.Details = append(l.Details, Detail{Label: "Condition", Items: conditions, Each: true})
	}
	return l
}
