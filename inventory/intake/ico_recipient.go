package intake

import (
	"regexp"
	"strings"

	"github.com/recital/recital/inventory"
)

var (
	roled     = regexp.MustCompile(`^(.*) \((role not declared|controller|joint controller|authority|processor|affiliate)\)$`)
	toCountry = regexp.MustCompile(`^(.*?)(?:, established in ([A-Z]{2}))? – country: (.*)$`)
	guarded   = regexp.MustCompile(`^(.*?)(?:, established in ([A-Z]{2}))? – safeguard: (.*?)(?:; document: (.*?); valid: (.*))?$`)
	company   = regexp.MustCompile(`(?i)\b(?:inc|ltd|limited|llc|llp|plc|gmbh|ag|s\.?a\.?s?|s\.?r\.?l|b\.?v|corp|co|k\.?k|ab|oy|n\.?v)\b\.?$`)
)

// partyKind guesses whether a name is that of a company or of a category.
func partyKind(name string) inventory.PartyKind {
	if company.MatchString(name) {
		return "LEGAL_PERSON"
	}
	return "CATEGORY"
}

// recipientColumns are those about who receives data, and where.
func (e *entry) recipientColumns() {
	for _, it := range e.of("recipients") {
		if e.ours {
			e.receipt(it)
		} else {
			e.recipient(it)
		}
		it.done = true
	}
	e.contracts()
	e.transfers()
}

// receipt reads a recipient as the export writes it: kind, name, role, data,
// form, purposes.
func (e *entry) receipt(it *item) {
	text, inside := strings.CutPrefix(it.text, "internal: ")
	text = strings.TrimPrefix(text, "external: ")
	text, acting := strings.CutPrefix(text, "processor: ")
	text, withheld := strings.CutPrefix(text, "stated not to go to ")
	name, rest, ok := strings.Cut(text, ": ")
	if !ok {
		e.recipient(it)
		return
	}
	role := inventory.RecipientRole("NOT_STATED")
	switch m := roled.FindStringSubmatch(name); {
	case acting:
		role = "PROCESSOR"
	case m == nil && inside && !withheld:
		role = "AFFILIATE"
	case m != nil && m[2] != "role not declared":
		role = inventory.RecipientRole(strings.ToUpper(strings.ReplaceAll(m[2], " ", "_")))
		name = m[1]
	case m != nil:
		name = m[1]
	}
	if inside && role != "AFFILIATE" {
		it.roughly("that it is of the controller's group is not kept: set memberOf of the party")
	}
	rest, scope, scoped := strings.Cut(rest, " – ")
	scoped = scoped && withheld
	if !withheld && scope != "" {
		rest += " – " + scope
	}
	rest, purposes, _ := strings.Cut(rest, "; for ")
	rest, form := formIn(rest)
	party := e.party(it.Line, name, partyKind(name))
	var ids []inventory.ID
	if purposes != "" {
		for _, p := range e.names(purposes, inventory.KindPurpose) {
			ids = append(ids, e.purpose(it.Line, p))
		}
	}
	for _, data := range e.dataNamed(it, rest) {
		if withheld {
			e.withheld(it, &inventory.NonDisclosureRecord{Subject: e.activity, Data: data, Recipient: party, Purposes: ids, Form: limited(form), Scope: scope})
			continue
		}
		e.disclose(it, &inventory.DisclosureRecord{Activity: e.activity, Data: data, Recipient: party, Role: role, Purposes: ids, Form: form})
	}
	if scoped || withheld {
		it.note("stated for this activity, as the register does not say whether it holds for the whole service")
	}
}

// limited is a form that limits a statement; the usual one does not.
func limited(f inventory.Form) inventory.Form {
	if f == inventory.Identifiable {
		return ""
	}
	return f
}

func (e *entry) withheld(it *item, r *inventory.NonDisclosureRecord) {
	for _, rec := range e.present(inventory.KindNonDisclosure) {
		have, ok := rec.(*inventory.NonDisclosureRecord)
		if ok && have.Subject == e.service && have.Data == r.Data && have.Recipient == r.Recipient {
			it.roughly("the inventory states it of the whole service, and what differs was left as it is", string(have.ID))
			return
		}
	}
	r.Evidence = e.evidence(it)
	r.ID = e.variant(r.DerivedID(), r)
	e.state(it.Line, r)
}

func (e *entry) disclose(it *item, r *inventory.DisclosureRecord) {
	if r.Evidence.Assertion == "" {
		r.Evidence = e.evidence(it)
	}
	r.ID = e.variant(r.DerivedID(), r)
	if have, ok := e.state(it.Line, r).(*inventory.DisclosureRecord); ok && e.records[have.ID] != nil {
		e.disclosures = appendNew(e.disclosures, have)
	}
}

// recipient reads a name that people wrote: it receives all data of the row,
// which is inferred.
func (e *entry) recipient(it *item) {
	if len(e.data) == 0 {
		it.lost("what the recipient gets is not said: name the categories of personal data in the row")
		return
	}
	party := e.party(it.Line, it.text, partyKind(it.text))
	for _, data := range e.data {
		r := &inventory.DisclosureRecord{Activity: e.activity, Data: data, Recipient: party, Role: "NOT_STATED", Form: inventory.Identifiable}
		r.Evidence = e.because("The register names recipients of the activity and not of each category of data.")
		r.Condition = it.condition
		e.disclose(it, r)
	}
	it.roughly("which data goes to whom is not said: all of the row is taken, as inferred; and in which role is not said")
}

// to are the disclosures of the row to a party.
func (e *entry) to(party inventory.ID) []*inventory.DisclosureRecord {
	var list []*inventory.DisclosureRecord
	for _, r := range e.disclosures {
		if r.Recipient == party {
			list = append(list, r)
		}
	}
	return list
}

// contracts links to the contracts with processors.
func (e *entry) contracts() {
	for _, it := range e.of("contracts") {
		list, text := e.disclosures, it.raw
		if before, after, ok := strings.Cut(text, ": "); ok && inventory.URL(text).Valid() != nil {
			if party, known := e.known(inventory.KindParty, before); known {
				list, text = e.to(party), after
			}
		} else {
			it.roughly("with whom is not said: taken for every recipient of the row")
		}
		it.done = true
		switch {
		case inventory.URL(text).Valid() != nil:
			it.Outcome, it.Note = "", ""
			it.lost(notALink)
		case len(list) == 0 && e.rec == nil:
			it.roughly(leftAsItIs, string(e.activity))
		case len(list) == 0:
			it.Outcome, it.Note = "", ""
			it.lost("the row names no such recipient: a contract is that with a recipient")
		}
		if it.Outcome == NotMapped {
			continue
		}
		for _, r := range list {
			r.Contract = inventory.URL(text)
			it.mapped(string(r.ID) + "#contract")
		}
	}
}

// move is a transfer to a recipient as two columns tell it, one half each.
type move struct {
	countries, safeguards []inventory.TransferRecord
	items                 []*item
}

// transfers puts countries and safeguards into the disclosures of the row.
func (e *entry) transfers() {
	moves := map[inventory.ID]*move{}
	var order []inventory.ID
	of := func(party inventory.ID) *move {
		if moves[party] == nil {
			moves[party] = &move{}
			order = append(order, party)
		}
		return moves[party]
	}
	for _, it := range e.of("countries") {
		e.country(it, of)
	}
	for _, it := range e.of("safeguards") {
		e.guard(it, of)
	}
	for _, party := range order {
		list := e.disclosures
		if party != "" {
			list = e.to(party)
		}
		e.moved(moves[party], list)
	}
}

// country reads "Recipient – country: X", or a country alone, which is then
// that of every recipient.
func (e *entry) country(it *item, of func(inventory.ID) *move) {
	it.done = true
	m := toCountry.FindStringSubmatch(it.raw)
	if m == nil {
		it.roughly("to whom is not said: taken for every recipient of the row")
		all := of("")
		all.countries = append(all.countries, inventory.TransferRecord{Country: countryCode(it.text), Safeguard: "NOT_STATED"})
		all.items = append(all.items, it)
		return
	}
	party, ok := e.known(inventory.KindParty, m[1])
	if !ok {
		it.lost("the row names no recipient %s", m[1])
		return
	}
	e.established(it, party, m[2])
	if m[3] == "not declared" {
		it.silent("not declared")
		return
	}
	to := of(party)
	to.countries = append(to.countries, inventory.TransferRecord{Country: countryCode(m[3]), Safeguard: "NOT_STATED"})
	to.items = append(to.items, it)
}

// established keeps the country in which a recipient is.
func (e *entry) established(it *item, party inventory.ID, country string) {
	if country == "" {
		return
	}
	if p, ok := mine[inventory.PartyRecord](e.draft, party); ok {
		p.Country = country
		it.mapped(string(party) + "#country")
		return
	}
	it.mapped(string(party))
}

// guard reads "Recipient – safeguard: X; document: Y; valid: Z", or a
// safeguard alone.
func (e *entry) guard(it *item, of func(inventory.ID) *move) {
	it.done = true
	m := guarded.FindStringSubmatch(it.text)
	if m == nil {
		s, ok := safeguardNamed(it.text)
		if !ok {
			it.lost("no safeguard that is known: adequacy, standard contractual clauses, binding corporate rules, code of conduct, certification or derogation")
			return
		}
		it.roughly("for whom is not said: taken for every recipient of the row")
		all := of("")
		all.safeguards = append(all.safeguards, inventory.TransferRecord{Safeguard: s})
		all.items = append(all.items, it)
		return
	}
	party, ok := e.known(inventory.KindParty, m[1])
	if !ok {
		it.lost("the row names no recipient %s", m[1])
		return
	}
	if m[4] == "" {
		e.established(it, party, m[2])
		it.silent("not declared")
		return
	}
	t := inventory.TransferRecord{Condition: it.condition}
	t.Safeguard, _ = safeguardNamed(m[3])
	if inventory.URL(m[4]).Valid() == nil {
		t.Document = inventory.URL(m[4])
	}
	t.ValidFrom, t.ValidTo = validity(m[5])
	to := of(party)
	to.safeguards = append(to.safeguards, t)
	to.items = append(to.items, it)
}

// validity reads "from 2020 to 2024", "from 2020, end not declared", "to
// 2024, beginning not declared".
func validity(text string) (from, to inventory.Date) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, ", end not declared"), ", beginning not declared")
	if rest, ok := strings.CutPrefix(text, "from "); ok {
		a, b, _ := strings.Cut(rest, " to ")
		return inventory.Date(a), inventory.Date(b)
	}
	if rest, ok := strings.CutPrefix(text, "to "); ok {
		return "", inventory.Date(rest)
	}
	return "", ""
}

// moved puts the transfers into the disclosures: the columns tell countries
// and safeguards apart, so the first goes with the first, and the last that
// there is with those beyond.
func (e *entry) moved(m *move, list []*inventory.DisclosureRecord) {
	if len(list) == 0 {
		for _, it := range m.items {
			if e.rec == nil {
				it.roughly(leftAsItIs, string(e.activity))
			} else {
				it.Outcome, it.Note = "", ""
				it.lost("the row names no such recipient: a transfer is part of a disclosure to one")
			}
		}
		return
	}
	var transfers []inventory.TransferRecord
	for i := range max(len(m.countries), len(m.safeguards)) {
		t := inventory.TransferRecord{Safeguard: "NOT_STATED"}
		if n := len(m.safeguards); n > 0 {
			t = m.safeguards[min(i, n-1)]
		}
		if n := len(m.countries); n > 0 {
			t.Country = m.countries[min(i, n-1)].Country
		}
		transfers = append(transfers, t)
	}
	for _, r := range list {
		if r.Form.Statistical() && len(list) > 1 {
			continue
		}
		r.Transfers = transfers
		for _, it := range m.items {
			it.mapped(string(r.ID) + "#transfers")
		}
	}
	for _, it := range m.items {
		if len(list) > 1 && e.ours {
			it.note("put into each disclosure of the row to this recipient")
		}
	}
}
