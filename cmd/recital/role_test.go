package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory/access"
)

// asked is one thing that somebody may ask for, and the least role that gets it.
type asked struct {
	role access.Role
	// text is the selection of a root field.
	text string
}

// rootFields are all root fields of the graph. Their operations succeed with the
// example inventory, but for those that change something: these ask for what is
// refused after who asks was looked at.
var rootFields = map[string]asked{
	"Query.whoReceives":           {access.Anonymous, `whoReceives(data: "IP address") { inWords }`},
	"Query.whoCollects":           {access.Anonymous, `whoCollects(data: "IP address") { inWords }`},
	"Query.whatGoesTo":            {access.Anonymous, `whatGoesTo(recipient: "Stripe") { inWords }`},
	"Query.whatIsKept":            {access.Anonymous, `whatIsKept(indefinitely: true) { inWords }`},
	"Query.whatHappensOn":         {access.Anonymous, `whatHappensOn(event: "account deleted") { inWords }`},
	"Query.dataFlows":             {access.Anonymous, `dataFlows(service: "payment") { __typename }`},
	"Query.search":                {access.Anonymous, `search(text: "address") { totalCount }`},
	"Query.node":                  {access.Anonymous, `node(id: "service/payment") { id }`},
	"Query.nodes":                 {access.Anonymous, `nodes(ids: ["service/payment"]) { id }`},
	"Query.service":               {access.Anonymous, `service(id: "payment") { id }`},
	"Query.services":              {access.Anonymous, `services { totalCount }`},
	"Query.products":              {access.Anonymous, `products { totalCount }`},
	"Query.dataCategory":          {access.Anonymous, `dataCategory(id: "IP address") { id }`},
	"Query.dataCategories":        {access.Anonymous, `dataCategories { totalCount }`},
	"Query.dataSubjectCategory":   {access.Anonymous, `dataSubjectCategory(id: "account-holders") { id }`},
	"Query.dataSubjectCategories": {access.Anonymous, `dataSubjectCategories { totalCount }`},
	"Query.purpose":               {access.Anonymous, `purpose(id: "Complete transactions") { id }`},
	"Query.purposes":              {access.Anonymous, `purposes { totalCount }`},
	"Query.party":                 {access.Anonymous, `party(id: "Stripe") { id }`},
	"Query.parties":               {access.Anonymous, `parties { totalCount }`},
	"Query.processingActivity":    {access.Anonymous, `processingActivity(id: "activity/payment/take-payments") { id }`},
	"Query.processingActivities":  {access.Anonymous, `processingActivities { totalCount }`},
	"Query.lawfulBases":           {access.Anonymous, `lawfulBases { totalCount }`},
	"Query.securityMeasures":      {access.Anonymous, `securityMeasures { totalCount }`},
	"Query.choices":               {access.Anonymous, `choices { totalCount }`},
	"Query.nonDisclosures":        {access.Anonymous, `nonDisclosures { totalCount }`},
	"Query.cookies":               {access.Anonymous, `cookies { totalCount }`},
	"Query.events":                {access.Anonymous, `events { totalCount }`},
	"Query.document":              {access.Anonymous, `document(id: "services-disclosure") { id }`},
	"Query.documents":             {access.Anonymous, `documents { totalCount }`},
	"Query.rights":                {access.Anonymous, `rights { totalCount }`},
	"Query.diff":                  {access.Anonymous, `diff(from: "1") { inWords }`},
	"Query.revisions":             {access.Anonymous, `revisions { totalCount }`},
	"Query.head":                  {access.Anonymous, `head { number }`},
	"Query.viewer":                {access.Anonymous, `viewer { role }`},
	"Query.__typename":            {access.Anonymous, `__typename`},
	"Query.__schema":              {access.Anonymous, `__schema { queryType { name } }`},
	"Query.__type":                {access.Anonymous, `__type(name: "Query") { name }`},
	"Query.findings":              {access.Reader, `findings { totalCount }`},
	"Query.ropa":                  {access.Auditor, `ropa { __typename }`},
	"Query.accessTokens":          {access.Admin, `accessTokens { id }`},
	"Mutation.commit":             {access.Editor, `commit(input: { base: 1, message: "a test", changes: [{ retire: "purpose/none" }] }) { dryRun }`},
	"Mutation.revokeAccessToken":  {access.Admin, `revokeAccessToken(id: "nonenone") { id }`},
	"Mutation.__typename":         {access.Anonymous, `__typename`},
	"Subscription.headMoved":      {access.Anonymous, `headMoved { number }`},
}

// closed are operations of the table of package access that nobody can ask for:
// GraphQL refuses them.
var closed = []string{"Subscription.__typename"}

// route is one address. One that is open takes no notice of keys.
type route struct {
	role           access.Role
	open           bool
	method, target string
	status         int
	// rule is what decides it in the table of package access; none for those
	// that are open.
	rule string
}

var routes = []route{
	{open: true, method: "GET", target: "/healthz", status: 200},
	{open: true, method: "GET", target: "/", status: 302},
	{open: true, method: "GET", target: "/explorer/", status: 200},
	{open: true, method: "GET", target: "/explorer/third-party.md", status: 200},
	{open: true, method: "GET", target: "/privacy", status: 200},
	{open: true, method: "GET", target: "/privacy/services/payment", status: 200},
	{open: true, method: "GET", target: "/map", status: 200},
	{open: true, method: "GET", target: "/embed/", status: 200},
	{open: true, method: "GET", target: "/embed/services/payment", status: 200},
	{open: true, method: "GET", target: "/embed/tag/latest.json", status: 200},
	{open: true, method: "GET", target: "/elsewhere", status: 404},
	{open: true, method: "DELETE", target: "/session", status: 204},
	{role: access.Anonymous, method: "GET", target: "/session", status: 200, rule: "GET /session"},
	{role: access.Anonymous, method: "GET", target: "/history", status: 200, rule: "GET /history"},
	{role: access.Anonymous, method: "GET", target: "/history/1", status: 200, rule: "GET /history"},
	{role: access.Anonymous, method: "GET", target: "/history.atom", status: 200, rule: "GET /history"},
	{role: access.Auditor, method: "GET", target: "/export/ropa.csv", status: 200, rule: "GET /export/"},
	{role: access.Auditor, method: "HEAD", target: "/export/ropa.json", status: 200, rule: "GET /export/"},
}

// TestAccessTable compares three lists: what the schema has, what this file
// expects, and what package access decides.
func TestAccessTable(t *testing.T) {
	schema := graph.Schema(graph.Backend{}).Schema()
	var rooted []string
	for _, def := range []string{"Query", "Mutation", "Subscription"} {
		for _, f := range schema.Types[def].Fields {
			rooted = append(rooted, def+"."+f.Name)
		}
	}
	for _, name := range rooted {
		if _, ok := rootFields[name]; !ok {
			t.Errorf("the schema has %s, of which this test knows nothing", name)
		}
	}
	routed := []string{"GET /", "GET /explorer/", "GET /healthz", "GET /graphql", "POST /graphql", "POST /session", "DELETE /session"}
	for _, r := range routes {
		routed = append(routed, r.rule)
	}
	for _, operation := range access.Operations() {
		role, _ := access.Needs(operation)
		want, isField := rootFields[operation]
		switch {
		case isField && want.role != role:
			t.Errorf("%s is for %s; want %s", operation, role, want.role)
		case isField && !slices.Contains(rooted, operation) && !strings.Contains(operation, ".__"),
			!isField && !slices.Contains(routed, operation) && !slices.Contains(closed, operation):
			t.Errorf("access decides %s, which is not there", operation)
		}
	}
	for name := range rootFields {
		if _, ok := access.Needs(name); !ok {
			t.Errorf("access does not decide %s: nobody gets it", name)
		}
	}
}

// credential is what somebody shows, what it makes them, and the status with
// which it is refused; 0 if it is good.
type credential struct {
	name    string
	role    access.Role
	refused int
	headers []string
}

// credentials are all kinds of keys of all roles, and what is no key.
func (g *gate) credentials() []credential {
	list := []credential{
		{"nothing", access.Anonymous, 0, nil},
		{"another scheme", "", 401, []string{"Authorization", "Basic YWRtaW46YWRtaW4="}},
		{"an empty bearer", "", 400, []string{"Authorization", "Bearer "}},
		{"two words", "", 400, []string{"Authorization", "Bearer one two"}},
		{"no token of ours", "", 401, bearer("eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJhZG1pbiJdfQ.")},
		{"a session that never was", "", 401, []string{"Cookie", "recital_session_8080=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}},
		{"the cookie of another server", access.Anonymous, 0, []string{"Cookie", "recital_session_9090=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}},
	}
	for _, role := range access.Roles()[1:] {
		good, revoked, lost := g.token(role), g.token(role), g.token(role)
		session, dead := g.session(map[string]string{"token": good}), g.session(map[string]string{"token": lost})
		g.revoke(revoked)
		g.revoke(lost)
		list = append(list, []credential{
			{"good", role, 0, bearer(good)},
			{"session", role, 0, session},
			{"cut short", role, 401, bearer(good[:len(good)-1])},
			{"mistyped", role, 401, bearer(good[:len(good)-1] + "1")},
			{"unknown", role, 401, bearer(g.made(role, false))},
			{"expired", role, 401, bearer(g.made(role, true))},
			{"revoked", role, 401, bearer(revoked)},
			{"session of a revoked token", role, 401, dead},
			{"token and session", role, 400, append(slices.Clone(session), bearer(good)...)},
		}...)
	}
	local, _, err := g.door.SignInCode()
	if err != nil {
		g.t.Fatal(err)
	}
	return append(list, credential{"session of the link", access.Admin, 0, g.session(map[string]string{"code": local})})
}

// expect is the status for a role, and the code of the error that comes with
// it: none where it is allowed.
func (c credential) expect(needed access.Role, allowed int) (status int, code string) {
	switch {
	case c.refused == http.StatusBadRequest:
		return c.refused, "INVALID"
	case c.refused != 0:
		return c.refused, "UNAUTHENTICATED"
	case slices.Index(access.Roles(), c.role) >= slices.Index(access.Roles(), needed):
		return allowed, ""
	case c.role == access.Anonymous:
		return http.StatusUnauthorized, "UNAUTHENTICATED"
	}
	return http.StatusForbidden, "FORBIDDEN"
}

// check compares an answer with what is expected of it.
func check(t *testing.T, what string, w *httptest.ResponseRecorder, status int, code string) {
	t.Helper()
	told := body(t, w)
	if w.Code != status || code != "" && !strings.Contains(told, `"code":"`+code+`"`) {
		t.Errorf("%s: status %d: %.300s; want %d %s", what, w.Code, told, status, code)
	}
	if challenge := w.Header().Get("WWW-Authenticate"); (status == http.StatusUnauthorized) && !strings.HasPrefix(challenge, "Bearer") {
		t.Errorf("%s: status %d with WWW-Authenticate %q", what, w.Code, challenge)
	}
	if code != "" && w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%s: a refusal may be kept: %v", what, w.Header())
	}
}

// TestRolesAtFields asks for each root field with each credential, by each
// method that there is for it.
func TestRolesAtFields(t *testing.T) {
	g := newGate(t, nil)
	for _, c := range g.credentials() {
		for name, f := range rootFields {
			kind, _, _ := strings.Cut(name, ".")
			operation := strings.ToLower(kind) + " { " + f.text + " }"
			status, code := c.expect(f.role, http.StatusOK)
			headers := slices.Clone(c.headers)
			if kind == "Subscription" {
				headers = append(headers, "Accept", "text/event-stream")
			}
			what := fmt.Sprintf("%s for %s %s", name, c.role, c.name)
			posted := g.post(operation, headers...)
			check(t, what, posted, status, code)
			if told := body(t, posted); kind == "Query" && status == http.StatusOK && strings.Contains(told, `"errors"`) {
				t.Errorf("%s: the operation does not succeed, and tests nothing: %.300s", what, told)
			}
			if kind == "Mutation" {
				status, code = http.StatusMethodNotAllowed, ""
				if c.refused != 0 {
					status, code = c.expect(f.role, status)
				}
			}
			check(t, what+" by GET", g.read(operation, headers...), status, code)
			aliased := strings.ToLower(kind) + " { ...f } fragment f on " + kind + " { harmless: " + f.text + " }"
			if status, code = c.expect(f.role, http.StatusOK); code != "" {
				check(t, what+" in a fragment", g.post(aliased, headers...), status, code)
			}
		}
	}
	if g.head() != 7 {
		t.Errorf("something was committed: the head is %d", g.head())
	}
}

// TestRolesAtRoutes asks at each address with each credential.
func TestRolesAtRoutes(t *testing.T) {
	g := newGate(t, nil)
	for _, c := range g.credentials() {
		for _, r := range routes {
			what := fmt.Sprintf("%s %s for %s %s", r.method, r.target, c.role, c.name)
			status, code := r.status, ""
			if !r.open {
				status, code = c.expect(r.role, r.status)
			}
			if r.method == http.MethodHead {
				code = ""
			}
			if r.method == http.MethodDelete && c.refused == 0 && c.role != access.Anonymous {
				continue // it would end the session of what follows
			}
			w := g.ask(r.method, r.target, "", c.headers...)
			check(t, what, w, status, code)
			if drops := strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=0"); drops && r.open && r.method != http.MethodDelete {
				t.Errorf("%s: a page takes a cookie away", what)
			}
		}
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE", "TRACE"} {
		if w := g.ask(method, "/graphql", ""); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s /graphql: %d", method, w.Code)
		}
		if w := g.ask(method, "/history", ""); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s /history: %d", method, w.Code)
		}
	}
}

// TestStaleCookieCanBeDropped is the way out for a browser whose session has
// ended: pages load, the API says 401 and takes the cookie away, and so does
// signing out.
func TestStaleCookieCanBeDropped(t *testing.T) {
	g := newGate(t, nil)
	stale := []string{"Cookie", "recital_session_8080=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
	for _, r := range []route{{method: "POST", target: "/graphql", status: 401}, {method: "GET", target: "/session", status: 401}, {method: "DELETE", target: "/session", status: 204}} {
		w := g.ask(r.method, r.target, "", stale...)
		if dropped := w.Header().Get("Set-Cookie"); w.Code != r.status || !strings.HasPrefix(dropped, "recital_session_8080=; Path=/; Max-Age=0") {
			t.Errorf("%s %s: status %d, Set-Cookie %q", r.method, r.target, w.Code, dropped)
		}
	}
	if w := g.ask(http.MethodPost, "/session", toJSON(t, map[string]string{"token": g.token(access.Editor)}), stale...); w.Code != http.StatusOK {
		t.Errorf("signing in with a stale cookie: %d %s", w.Code, w.Body)
	}
}
