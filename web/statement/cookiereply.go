package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// replyCookies tells of cookies: those named, those that somebody sets, those
// of a service, or all.
func (b *builder) replyCookies(p *Page, by, setter, service *hit) error {
	all, err := everything[cookie](b.session, "cookies", "cookies", nil)
	if err != nil {
		return err
	}
	near := func(h *hit) bool { return h != nil && h.nearness <= inName }
	kept := all
	switch {
	case near(by) && by.nearness == exactly || near(by) && !near(setter) && !near(service):
		b.understood(p, *by)
		kept = only(all, func(c cookie) bool { return c.ID == by.Node.ID })
	case near(setter) && setter.nearness <= service.nearness:
		b.understood(p, *setter)
		if kept, err = b.setBy(*setter, all); err != nil {
			return err
		}
	case near(service):
		b.understood(p, *service)
		kept = only(all, func(c cookie) bool {
			return slices.ContainsFunc(c.Services, func(n named) bool { return n.ID == service.Node.ID })
		})
	}
	p.Lead = cookiesInWords(kept, near(by) || near(setter) || near(service))
	p.Sections = []Section{{ID: "cookies", Title: "Cookies", Tables: b.cookieTables(kept), Silence: "No such cookie is stated. That is no promise that there is none."}}
	return nil
}

// setBy are the cookies that a party or its members set; if there are none,
// those of all that speak of it.
func (b *builder) setBy(setter hit, all []cookie) ([]cookie, error) {
	a, err := b.goesTo(setter)
	if err != nil || len(a.WhatGoesTo.Cookies) > 0 {
		return a.WhatGoesTo.Cookies, err
	}
	return only(all, func(c cookie) bool {
		return strings.Contains(strings.ToLower(c.Description), strings.ToLower(setter.Name))
	}), nil
}

// cookiesInWords says what cookies there are.
func cookiesInWords(all []cookie, selected bool) string {
	names := cookieNames(all)
	setters := some(distinct(all, func(c cookie) named { return c.Setter }), 4)
	switch {
	case len(all) == 0:
		return "No such cookie is stated. That is no promise that there is none."
	case !selected:
		return "In all " + wording.Count(len(names), "cookie") + " are stated; the site itself and others set them."
	case len(all) == 1 && all[0].Refusable:
		return sentence(firstFew(names) + ": set by " + setters + ", stays " + staying(all[0]) + ", and you can refuse it")
	case len(all) == 1:
		return sentence(firstFew(names) + ": set by " + setters + ", stays " + staying(all[0]) + ", and you cannot refuse it")
	}
	return sentence("Set by " + setters + ": " + firstFew(names))
}

func firstFew(names []string) string {
	var of []named
	for _, n := range names {
		of = append(of, named{Name: n})
	}
	return some(of, 6)
}

// staying says how long a cookie stays.
func staying(c cookie) string {
	if l := lifetime(c); l != "" {
		return l
	}
	return "for a time that is not stated"
}
