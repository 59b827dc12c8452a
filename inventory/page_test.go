package inventory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

func numbered(n int) []record {
	list := make([]record, n)
	for i := range list {
		list[i] = data(fmt.Sprintf("d%03d", i), fmt.Sprintf("D%03d", i), "")
	}
	return list
}

func TestPagesCoverTheListOnce(t *testing.T) {
	s := snapshot(t, numbered(23)...)
	for _, first := range []int{1, 2, 7, 22, 23, 24, inventory.MaxPage} {
		var got []string
		var after *string
		pages := 0
		for {
			page, err := s.DataCategories("", first, after)
			if err != nil {
				t.Fatal(err)
			}
			info := page.PageInfo()
			if page.TotalCount() != 23 || len(page.Nodes()) != len(page.Edges()) || info.HasPreviousPage != (pages > 0) {
				t.Fatalf("page %d of %d: %d in all, %+v", pages, first, page.TotalCount(), info)
			}
			for i, e := range page.Edges() {
				got = append(got, e.Node.ID().Rest())
				if e.Node.ID() != page.Nodes()[i].ID() {
					t.Error("nodes and edges differ")
				}
			}
			edges := page.Edges()
			if *info.StartCursor != edges[0].Cursor || *info.EndCursor != edges[len(edges)-1].Cursor {
				t.Error("the cursors of the page are not those of its ends")
			}
			pages++
			if !info.HasNextPage {
				break
			}
			after = info.EndCursor
		}
		if want := (23 + first - 1) / first; pages != want || len(got) != 23 || strings.Join(got, " ") != strings.Join(sortedOnce(got), " ") {
			t.Errorf("pages of %d: %d, items %v", first, pages, got)
		}
	}
}

// sortedOnce is the list without what is not above what comes before it.
func sortedOnce(list []string) []string {
	var out []string
	for _, s := range list {
		if len(out) == 0 || s > out[len(out)-1] {
			out = append(out, s)
		}
	}
	return out
}

func TestPageBounds(t *testing.T) {
	s := snapshot(t, numbered(3)...)
	for _, first := range []int{0, -1, inventory.MaxPage + 1} {
		if _, err := s.DataCategories("", first, nil); err == nil {
			t.Errorf("a page of %d is given", first)
		} else if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
			t.Errorf("a page of %d: %v", first, err)
		}
	}
	page, err := s.DataCategories("", 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	end := *page.PageInfo().EndCursor
	for _, after := range []string{"rubbish", "%%%", end + "=", end + "A", "ZGF0YS94"} {
		if _, err := s.DataCategories("", 2, &after); err == nil {
			t.Errorf("%q is taken for a cursor", after)
		}
	}
	if _, err := s.Parties("", 2, &end); err == nil {
		t.Error("a cursor of another list is taken")
	}
	for _, start := range []string{""} {
		if page, err := s.DataCategories("", 2, &start); err != nil || rest(page.Nodes()) != "d000 d001" {
			t.Errorf("after nothing: %v", err)
		}
	}
	last, err := s.DataCategories("", 2, &end)
	if err != nil || rest(last.Nodes()) != "d002" || last.PageInfo().HasNextPage {
		t.Errorf("the last page: %v %v", last, err)
	}
	beyond, err := s.DataCategories("", 2, last.PageInfo().EndCursor)
	if err != nil || len(beyond.Nodes()) != 0 || beyond.PageInfo().StartCursor != nil || !beyond.PageInfo().HasPreviousPage {
		t.Errorf("after the last: %v %v", beyond, err)
	}
	none, err := s.Services("", 2, nil)
	if err != nil || none.TotalCount() != 0 || none.PageInfo().HasNextPage || none.PageInfo().EndCursor != nil {
		t.Errorf("an empty list: %v %v", none, err)
	}
}

func TestCursorsStayWhereTheyAreWhenTheListGrows(t *testing.T) {
	s := snapshot(t, numbered(4)...)
	page, _ := s.DataCategories("", 2, nil)
	s = apply(t, s, puts(data("d0005", "D0005", ""), data("d9", "D9", ""))...)
	next, err := s.DataCategories("", 9, page.PageInfo().EndCursor)
	if err != nil || rest(next.Nodes()) != "d002 d003 d9" {
		t.Errorf("%s %v", rest(next.Nodes()), err)
	}
	s = apply(t, s, retire("data/d001")...)
	if _, err := s.DataCategories("", 9, page.PageInfo().EndCursor); err == nil {
		t.Error("a cursor to what is gone is taken")
	}
}

func TestListsAndTheirFilters(t *testing.T) {
	s := wide(t)
	must := func(got string, err error) string {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return got
	}
	list := func(c interface{ Nodes() []inventory.Service }, err error) string { return must(rest(c.Nodes()), err) }
	equal(t, "services by name", list(s.Services("", 50, nil)), "account c2 gateway invoices mail mapping mobile payment push shop site tablet")
	equal(t, "parts", list(s.Services("PAYMENT", 50, nil)), "invoices")
	d, err := s.DataCategories("device data", 50, nil)
	equal(t, "within", must(rest(d.Nodes()), err), "device ip serial")
	p, err := s.Parties("push provider", 50, nil)
	equal(t, "members", must(rest(p.Nodes()), err), "apple google push-providers")
	a, err := s.ProcessingActivities("payment", 50, nil)
	equal(t, "activities of a service and its parts", must(rest(a.Nodes()), err), "invoices/run payment/run")
	n, err := s.NonDisclosures("c2", 50, nil)
	equal(t, "non-disclosures", must(rest(n.Nodes()), err), "c2/email/google c2/phone/stripe")
	c, err := s.Choices("WITHDRAWAL", "account", 50, nil)
	equal(t, "choices", must(rest(c.Nodes()), err), "account/delete account/leave")
	c, err = s.Choices("OPT_IN", "", 50, nil)
	equal(t, "no such choice", must(rest(c.Nodes()), err), "")
	r, err := s.RevisionPage(50, nil)
	if err != nil || r.TotalCount() != 1 || r.Nodes()[0] != s.Revision() {
		t.Errorf("revisions %v %v", r, err)
	}
	for _, unknown := range []error{
		second(s.Services("nothing", 50, nil)), second(s.DataCategories("nothing", 50, nil)), second(s.Parties("nothing", 50, nil)),
		second(s.ProcessingActivities("nothing", 50, nil)), second(s.Choices("", "nothing", 50, nil)), second(s.Cookies(inventory.CookieFilter{Setter: "nothing"}, 50, nil)),
	} {
		if code, _ := inventory.CodeOf(unknown); code != inventory.NotFound {
			t.Errorf("an unknown name is %v", unknown)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestCookiesAreFiltered(t *testing.T) {
	cookie := func(slug, name, setter string, category inventory.CookieCategory, refusable bool, patterns ...string) record {
		return &inventory.CookieRecord{ID: id("cookie/" + slug), Name: name, Patterns: patterns, Setter: id("party/" + setter), Category: category, Refusable: refusable, Evidence: cited()}
	}
	s := snapshot(t, party("group", "Group", ""), party("member", "Member", "group"), party("other", "Other", ""),
		cookie("a", "zeta", "member", "TARGETING", true, "_z_*", "zeta"), cookie("b", "Alpha", "group", "TARGETING", true, "alpha"),
		cookie("c", "Omega", "other", "STRICTLY_NECESSARY", false, "*_omega"))
	yes, no := true, false
	for want, f := range map[string]inventory.CookieFilter{
		"c b a": {}, "b a": {Setter: "GROUP"}, "a": {Setter: "member"}, "c": {Refusable: &no}, "b a ": {Refusable: &yes}, "a ": {Name: "_z_1"}, "c ": {Name: "x_omega"},
		"": {Name: "x"}, "b": {Category: "TARGETING", Name: "alpha"},
	} {
		page, err := s.Cookies(f, 50, nil)
		if err != nil || rest(page.Nodes()) != strings.TrimSpace(want) {
			t.Errorf("%+v: %s %v, want %s", f, rest(page.Nodes()), err, want)
		}
	}
}
