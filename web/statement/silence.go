package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
	"github.com/recital/recital/web/statement/flowmap"
)

// The functions of this file say what is said where no recipient is stated:
// silence is no promise, and a promise is no silence.

const noPromise = "That is no promise that there is none."

// byOthers marks a recipient that data comes to without the organisation.
const byOthers = "passed on by others, on their own account"

// withheld are the statements that data does not go somewhere, whatever for.
func withheld(all []nonDisclosure) []nonDisclosure {
	return only(all, func(n nonDisclosure) bool { return len(n.Purposes) == 0 })
}

// notTo says where data is stated not to go; empty: nothing is stated.
func notTo(all []nonDisclosure) string {
	all = withheld(all)
	if len(all) == 0 {
		return ""
	}
	text := "stated not to go to " + lowered(distinct(all, func(n nonDisclosure) named { return n.Recipient }))
	if slices.ContainsFunc(all, func(n nonDisclosure) bool { return n.Condition != "" || n.Form != "" || n.Activity != nil }) {
		text += ", within limits"
	}
	return text
}

// of says whether a statement speaks of collected data or of what contains it.
func (n nonDisclosure) of(c collection) bool {
	return n.Data.ID == c.Data.ID || slices.ContainsFunc(c.Above.Path, func(wider named) bool { return wider.ID == n.Data.ID })
}

// unspoken is whether some of what a service collects is neither stated to go
// somewhere nor not to.
func (s serviceAnswer) unspoken() bool {
	said := withheld(s.NonDisclosures)
	return slices.ContainsFunc(s.Collections, func(c collection) bool {
		return !slices.ContainsFunc(said, func(n nonDisclosure) bool { return n.of(c) })
	})
}

// unreceived says in short that no recipient of a service is stated.
func (s serviceAnswer) unreceived() string {
	not := notTo(s.NonDisclosures)
	switch {
	case not == "":
		return "No recipient stated"
	case s.unspoken():
		return "No recipient stated; some of it is " + not
	}
	return "No recipient stated; " + not
}

func (s serviceAnswer) unreceivedInFull() string {
	not := notTo(s.NonDisclosures)
	switch {
	case not == "":
		return "No recipient is stated. " + noPromise
	case s.unspoken():
		data := distinct(withheld(s.NonDisclosures), func(n nonDisclosure) named { return n.Data })
		return "No recipient is stated. " + names(data) + ": " + not + ". For everything else, that none is stated is no promise that there is none."
	}
	return "No recipient is stated; it is " + not + "."
}

// fromOthers says whether it is others alone who pass data on to a recipient.
func (s serviceAnswer) fromOthers(recipient string) bool {
	to := only(s.Disclosures, func(d disclosure) bool { return d.Recipient.ID == recipient })
	ours := slices.ContainsFunc(to, func(d disclosure) bool { return !d.ofOthers() })
	through := slices.ContainsFunc(s.Recipients, func(r reach) bool { return r.Recipient.ID == recipient && !r.Direct })
	return len(to) > 0 && !ours && !through
}

// howReceived says what there is to know of a recipient before it is read as one
// that gets data from the service, as the documents say.
func (s serviceAnswer) howReceived(recipient string) string {
	if s.fromOthers(recipient) {
		return byOthers
	}
	return howReached(only(s.Recipients, func(r reach) bool { return r.Recipient.ID == recipient }))
}

// howReached says whether all ways to a recipient are inferred, or carry no more
// than statistics.
func howReached(all []reach) string {
	var notes []string
	if !slices.ContainsFunc(all, func(r reach) bool { return slices.ContainsFunc(r.Forms, personal) }) {
		notes = append(notes, "statistics only")
	}
	if !slices.ContainsFunc(all, func(r reach) bool { return r.Assertion != "INFERRED" }) {
		notes = append(notes, "inferred")
	}
	return strings.Join(notes, ", ")
}

// personal says whether data in a form may still be tied to somebody.
func personal(form string) bool { return form != "AGGREGATED" && form != "ANONYMOUS" }

// uncookied says that no cookie is stated, and what is said of cookies all the
// same.
func (s serviceAnswer) uncookied() string {
	for _, a := range s.Activities {
		if strings.Contains(strings.ToLower(a.Description), "cookie") {
			return "No cookie is named for this service. " + sentence(a.Name+": "+wording.LowerFirst(a.Description))
		}
	}
	return "No cookie is stated for this service."
}

// withheldOf are the statements that the data of a flow does not go somewhere.
func withheldOf(f flowmap.Flows, flow flowmap.Flow) []nonDisclosure {
	var all []nonDisclosure
	for _, n := range f.NonDisclosures.Nodes {
		of := func(d flowmap.Named) bool { return d.ID == n.Data.ID }
		if n.Service.ID != flow.Service.ID || !of(flow.Data) && !slices.ContainsFunc(flow.Above.Path, of) {
			continue
		}
		said := nonDisclosure{Recipient: named(n.Recipient), Form: n.Form, Purposes: make([]named, len(n.Purposes))}
		said.Condition = n.Condition
		if n.Activity != nil {
			said.Activity = &named{ID: n.Activity.ID}
		}
		all = append(all, said)
	}
	return all
}

// tellWithheld has the node of what has no recipient say what is stated not to
// go somewhere.
func tellWithheld(f *flowmap.Flows) {
	var said []nonDisclosure
	silent, denied := 0, 0
	for _, flow := range f.Flows.Nodes {
		if flow.End != "NOT_STATED" {
			continue
		}
		silent++
		if of := withheld(withheldOf(*f, flow)); len(of) > 0 {
			denied++
			said = append(said, of...)
		}
	}
	for i, n := range f.Recipients {
		switch {
		case n.Kind != "NOT_STATED" || denied == 0:
		case denied == silent && silent == f.Total.NotStated:
			f.Recipients[i].Name += "; " + notTo(said)
		default:
			f.Recipients[i].Name += "; some " + notTo(said)
		}
	}
}

// receivedInWords says to whom goes what a service collects.
func (s serviceAnswer) receivedInWords() string {
	var all, others []named
	for _, r := range distinct(s.Recipients, func(r reach) named { return r.Recipient }) {
		switch how := s.howReceived(r.ID); how {
		case byOthers:
			others = append(others, r)
		case "":
			all = append(all, r)
		default:
			all = append(all, named{r.ID, r.Name + " (" + how + ")"})
		}
	}
	collects := agree(s.Name, " collects", " collect")
	text := ""
	switch not := notTo(s.NonDisclosures); {
	case len(all) > 0:
		text = "What " + s.Name + collects + " goes to " + some(all, 5)
	case not == "":
		text = "No recipient of what " + s.Name + collects + " is stated, which is not a no"
	default:
		data := distinct(withheld(s.NonDisclosures), func(n nonDisclosure) named { return n.Data })
		text = "No recipient of what " + s.Name + collects + " is stated. " + some(data, 4) + ": " + not
	}
	if len(others) > 0 {
		return also(text, "To "+some(others, 3)+" it is "+byOthers)
	}
	return sentence(text)
}

// collectedInWords says what a service collects.
func (s serviceAnswer) collectedInWords() string {
	of := func(c collection) named {
		if slices.ContainsFunc(s.Collections, func(o collection) bool { return o.Data == c.Data && o.Assertion != "INFERRED" }) {
			return c.Data
		}
		return guess(c.Data)
	}
	collects := agree(s.Name, " collects", " collect")
	ours := only(s.Collections, func(c collection) bool { return !c.Activity.ofOthers() })
	switch all := distinct(ours, of); {
	case len(all) > 0:
		return sentence(s.Name + collects + " " + some(all, 6))
	case len(s.Collections) > 0:
		return also("What "+s.Name+collects+" is not stated", "Others collect, on their own account: "+some(distinct(s.Collections, of), 6))
	}
	return "What " + s.Name + collects + " is not stated."
}
