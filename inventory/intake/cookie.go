package intake

import (
	"regexp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// The columns of the Open Cookie Database.
const (
	cookieID       = "id"
	cookiePlatform = "platform"
	cookieCategory = "category"
	cookieName     = "name"
	cookieDomain   = "domain"
	cookieText     = "description"
	cookieKept     = "retention"
	cookieSetter   = "controller"
	cookiePortal   = "portal"
	cookieWildcard = "wildcard"
)

// cookieColumn is the key of a heading of the Open Cookie Database.
func cookieColumn(title string) string {
	return map[string]string{
		"id": cookieID, "platform": cookiePlatform, "category": cookieCategory, "cookie-data-key-name": cookieName, "cookie-name": cookieName,
		"domain": cookieDomain, "description": cookieText, "retention-period": cookieKept, "data-controller": cookieSetter,
		"user-privacy-gdpr-rights-portals": cookiePortal, "wildcard-match": cookieWildcard,
	}[slug(title)]
}

// OpenCookieDatabase reads the CSV file of the Open Cookie Database: each row
// becomes a cookie, set by the data controller of the row.
func OpenCookieDatabase(content []byte, name string, s *inventory.Snapshot, o Options) (Plan, error) {
	d := newDraft("Cookie list", content, name, s, o)
	t, ok := d.table(content, cookieColumn, 5)
	if !ok {
		return d.plan()
	}
	for _, needed := range []string{cookieName, cookieCategory, cookiePlatform} {
		if _, ok := t.columns[needed]; !ok {
			d.problem(1, "missing", "the file has no column for the "+needed+" of a cookie")
		}
	}
	list := &cookieList{draft: d, sheet: t, present: map[string][]*inventory.CookieRecord{}, platforms: map[string]bool{}}
	for _, rec := range s.Records() {
		if c, ok := rec.(*inventory.CookieRecord); ok && !d.own(c) {
			for _, p := range c.Patterns {
				list.present[p] = append(list.present[p], c)
			}
		}
	}
	for _, r := range t.rows {
		if d.full(r.line) {
			break
		}
		list.row(r)
	}
	list.unknownPlatforms()
	return d.plan()
}

// cookieList is the Open Cookie Database being read.
type cookieList struct {
	*draft
	sheet
	// present are the cookies that the inventory has from elsewhere, by pattern.
	present map[string][]*inventory.CookieRecord
	// platforms are the slugs of those of the file.
	platforms map[string]bool
}

// row makes the cookie of a row, or says why it could not be made.
func (c *cookieList) row(r row) {
	line := map[string]*Line{}
	text := func(key string) string {
		cell, _ := c.cell(r, key)
		return strings.TrimSpace(active(cell.text))
	}
	var all []*Line
	for i, cell := range r.cells {
		if strings.TrimSpace(cell.text) == "" {
			continue
		}
		l := c.leaf(cell.line, c.title(i), cell.text)
		all = append(all, l)
		if key := c.keyOf(i); key != "" {
			line[key] = l
		} else {
			l.lost("no column of the Open Cookie Database")
		}
	}
	at := func(key string) *Line {
		if line[key] != nil {
			return line[key]
		}
		return &Line{}
	}
	platform := text(cookiePlatform)
	c.platforms[slug(platform)] = true
	if !c.wanted(platform) {
		for _, l := range all {
			l.Outcome, l.Note = Unwanted, "of another platform than those asked for"
		}
		return
	}
	name, category := text(cookieName), categoryOf(text(cookieCategory))
	if why := missingOf(name, category, text(cookieCategory)); why != "" {
		for _, l := range all {
			l.lost("%s", why)
		}
		return
	}
	c.at(r.line, platform, name, text(cookieID))
	rec := &inventory.CookieRecord{Category: category, Description: text(cookieText)}
	c.name(at(cookieName), rec, name, text(cookieWildcard) == "1")
	if c.known(rec, all) {
		return
	}
	rec.Setter = c.setter(at, text)
	c.lifetime(at(cookieKept), rec, text(cookieKept))
	if domain := text(cookieDomain); domain != "" {
		rec.Description = strings.TrimSpace(rec.Description + "\nDomain: " + domain)
	}
	rec.ID = c.free(inventory.KindCookie, slug(platform), slug(name))
	c.state(at(cookieName), rec, "name", "patterns")
	c.tell(at, rec, text)
}

// tell says where the cells went that only name what the row is.
func (c *cookieList) tell(at func(string) *Line, rec *inventory.CookieRecord, text func(string) string) {
	id := string(rec.ID)
	at(cookieID).mapped(id + "#citations")
	at(cookiePlatform).mapped(id + "#citations")
	at(cookieWildcard).mapped(id + "#patterns")
	if text(cookieText) != "" {
		at(cookieText).mapped(id + "#description")
	}
	at(cookieCategory).mapped(id + "#category")
	if note := categoryNote(text(cookieCategory)); note != "" {
		at(cookieCategory).roughly(note)
	}
	if at(cookieDomain).Line > 0 {
		at(cookieDomain).roughly("told at the end of the description: a cookie has no domain here", id+"#description")
	}
	if kept := at(cookieKept); rec.Lifetime != "" || kept.Outcome == Approximate {
		kept.mapped(id + "#lifetime")
	}
}

func (c *cookieList) keyOf(column int) string {
	for key, i := range c.columns {
		if i == column {
			return key
		}
	}
	return ""
}

func (c *cookieList) wanted(platform string) bool {
	return len(c.o.Platforms) == 0 || slices.ContainsFunc(c.o.Platforms, func(p string) bool { return slug(p) == slug(platform) })
}

// unknownPlatforms reports those asked for that the file does not have.
func (c *cookieList) unknownPlatforms() {
	for _, asked := range c.o.Platforms {
		if !c.platforms[slug(asked)] {
			c.problem(1, "unknown-value", "the file has no platform "+asked+": check its name in the column Platform")
		}
	}
}

func missingOf(name string, category inventory.CookieCategory, written string) string {
	switch {
	case name == "":
		return "a cookie without a name cannot be told from others: the row was left out"
	case category == "":
		return "every cookie has a category here and " + quoted(written) + " is none that is known: the row was left out"
	}
	return ""
}

func quoted(s string) string { return `"` + s + `"` }

func categoryOf(text string) inventory.CookieCategory {
	return map[string]inventory.CookieCategory{
		"functional": "FUNCTIONALITY", "functionality": "FUNCTIONALITY", "personalization": "FUNCTIONALITY", "personalisation": "FUNCTIONALITY",
		"preferences": "FUNCTIONALITY", "analytics": "PERFORMANCE", "performance": "PERFORMANCE", "statistics": "PERFORMANCE",
		"marketing": "TARGETING", "advertising": "TARGETING", "security": "STRICTLY_NECESSARY", "necessary": "STRICTLY_NECESSARY",
		"strictly-necessary": "STRICTLY_NECESSARY",
	}[slug(text)]
}

func categoryNote(text string) string {
	switch slug(text) {
	case "functional":
		return "the database counts necessary cookies as functional, too: check which are strictly necessary"
	case "security":
		return "the four categories have none for security: taken for strictly necessary"
	case "personalization", "personalisation":
		return "the four categories have none for personalisation: taken for functionality"
	}
	return ""
}

var (
	copies  = regexp.MustCompile(`\s*\[x\d+\]\s*$`)
	variant = regexp.MustCompile(`<[^<>]+>|\[[^\[\]]+\]|\{[^{}]+\}`)
)

// name sets name and pattern: a wildcard stands for what follows, and so does
// what the name leaves open in brackets.
func (c *cookieList) name(l *Line, rec *inventory.CookieRecord, name string, wildcard bool) {
	rec.Name = name
	pattern := copies.ReplaceAllString(name, "")
	open := variant.ReplaceAllString(pattern, "*")
	if wildcard && !strings.HasSuffix(open, "*") {
		open += "*"
	}
	rec.Patterns = []string{open}
	if open != name && (!wildcard || open != name+"*") {
		l.roughly("its pattern is " + open + ": what stands in brackets is left open")
	}
}

// known says whether the inventory has the cookie from elsewhere; it stays as
// it is then.
func (c *cookieList) known(rec *inventory.CookieRecord, all []*Line) bool {
	list := c.present[rec.Patterns[0]]
	if len(list) == 0 {
		return false
	}
	for _, l := range all {
		l.roughly("the inventory has a cookie of this name from elsewhere, and what differs was left as it is", string(list[0].ID))
	}
	return true
}

// setter is the party that sets the cookie: the data controller of the row, or
// else its platform.
func (c *cookieList) setter(at func(string) *Line, text func(string) string) inventory.ID {
	l, name, kind := at(cookieSetter), text(cookieSetter), inventory.PartyKind("LEGAL_PERSON")
	if name == "" || name == "#N/A" || strings.EqualFold(name, "Unknown") || name == "?" {
		if l.Line > 0 {
			l.silent("no controller is named: the platform stands for it")
		}
		l, name = at(cookiePlatform), text(cookiePlatform)
		if name == "" {
			name = "Unknown setter of cookies"
		}
		kind = "BRAND"
	}
	ofSite := strings.HasPrefix(slug(name), "advertiser") || slug(name) == "website"
	if ofSite {
		kind = "CATEGORY"
	}
	id := c.party(l, name, kind)
	if ofSite {
		l.roughly("stands for whoever runs the website: put your own company in its place", string(id))
	}
	c.portal(at(cookiePortal), id, text(cookiePortal))
	return id
}

// portal adds the page for rights to the contacts of the party.
func (c *cookieList) portal(l *Line, id inventory.ID, text string) {
	p, own := mine[inventory.PartyRecord](c.draft, id)
	switch {
	case text == "":
	case text == "#N/A" || text == "-":
		l.silent("nothing is stated")
	case inventory.URL(text).Valid() != nil:
		l.lost(notALink)
	case !own:
		l.lost("%s is in the inventory from elsewhere and was left as it is: add the link there if this is right", id)
	default:
		addContact(p, inventory.ContactRecord{Role: "PRIVACY", URL: inventory.URL(text)})
		l.mapped(string(id) + "#contacts")
	}
}

var (
	session    = regexp.MustCompile(`(?i)^(?:end of )?(?:the )?(?:browser )?session(?: cookie)?(?:\s*\(.*\))?\.?$|^(?:until|when) (?:the )?browser (?:is )?close[sd]?$`)
	persistent = regexp.MustCompile(`(?i)^(?:persistent|permanent|never|no expir\w*|unlimited|local storage|indefinite(?:ly)?)(?:\s*\(.*\))?\.?$`)
)

// lifetime reads how long the cookie stays. What the inventory's periods
// cannot say stays in words at the end of the description.
func (c *cookieList) lifetime(l *Line, rec *inventory.CookieRecord, text string) {
	span, rest, ok := spanAt(text)
	inWords := func(why string) {
		rec.Description = strings.TrimSpace(rec.Description + "\nLifetime: " + text)
		l.roughly(why + ": told in words at the end of the description")
	}
	switch {
	case text == "" || text == "#N/A" || text == "-":
		l.silent("nothing is stated")
	case session.MatchString(text):
		rec.Lifetime = "SESSION"
	case persistent.MatchString(text):
		rec.Lifetime = "PERSISTENT"
	case !ok || span.period.Valid() != nil:
		inWords("no length of time was understood")
	case span.short:
		inWords("periods count whole days, and this is none of them")
	case rest != "":
		if after.MatchString(rest) && slices.Contains([]string{"last-activity", "last-visit", "last-use"}, slug(after.FindStringSubmatch(rest)[1])) {
			rec.Lifetime, rec.Period = "PERIOD", span.period
			rec.Description = strings.TrimSpace(rec.Description + "\nLifetime: " + text)
			l.roughly("the period stands; that it runs " + rest + " is told at the end of the description")
			return
		}
		inWords("more than one length of time, or one with conditions")
	default:
		rec.Lifetime, rec.Period = "PERIOD", span.period
	}
}
