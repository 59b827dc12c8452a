package statement

// The types of this file are the answers of the operations, as JSON has them.

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type revision struct {
	Number        int    `json:"number"`
	EffectiveDate string `json:"effectiveDate"`
	RecordedAt    string `json:"recordedAt"`
	Message       string `json:"message"`
}

// page is where a list stops.
type page struct {
	HasNextPage bool   `json:"hasNextPage"`
	EndCursor   string `json:"endCursor"`
}

type list[T any] struct {
	Nodes      []T  `json:"nodes"`
	PageInfo   page `json:"pageInfo"`
	TotalCount int  `json:"totalCount"`
}

// evidence is what every fact says about itself.
type evidence struct {
	ID        string   `json:"id"`
	Assertion string   `json:"assertion"`
	Because   string   `json:"because"`
	Condition string   `json:"condition"`
	Since     revision `json:"since"`
	Verified  *struct {
		By string `json:"by"`
		On string `json:"on"`
	} `json:"verified"`
	Citations []citation `json:"citations"`
}

type citation struct {
	Note   string `json:"note"`
	Clause struct {
		ID       string   `json:"id"`
		Path     []string `json:"path"`
		URL      string   `json:"url"`
		Document struct {
			ID    string `json:"id"`
			Title string `json:"title"`
			URL   string `json:"url"`
		} `json:"document"`
		Version struct {
			Label     string `json:"label"`
			Published string `json:"published"`
		} `json:"version"`
	} `json:"clause"`
}

type activity struct {
	evidence
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Role        string  `json:"role"`
	ActsFor     []named `json:"actsFor"`
	Subjects    []named `json:"subjects"`
}

type collection struct {
	evidence
	Activity doing `json:"activity"`
	Service  named `json:"service"`
	Data     named `json:"data"`
	Above    struct {
		Path []named `json:"path"`
	} `json:"above"`
	Sources     []string `json:"sources"`
	SourceParty *named   `json:"sourceParty"`
	Obligation  string   `json:"obligation"`
	Consequence string   `json:"consequence"`
	Form        string   `json:"form"`
	Purposes    []named  `json:"purposes"`
	Retention   []struct {
		ID   string `json:"id"`
		Form string `json:"form"`
	} `json:"retention"`
}

type nonCollection struct {
	evidence
	Service  named  `json:"service"`
	Activity *named `json:"activity"`
	Data     named  `json:"data"`
	Scope    string `json:"scope"`
}

type use struct {
	evidence
	Activity    named        `json:"activity"`
	Purpose     named        `json:"purpose"`
	Data        []named      `json:"data"`
	LawfulBases []usesGround `json:"lawfulBases"`
}

// usesGround is a lawful basis as a use has it.
type usesGround struct {
	ID        string   `json:"id"`
	Basis     string   `json:"basis"`
	Regions   []string `json:"regions"`
	Subjects  []named  `json:"subjects"`
	Condition string   `json:"condition"`
}

type nonUse struct {
	evidence
	Service  *named  `json:"service"`
	Activity *named  `json:"activity"`
	Purpose  *named  `json:"purpose"`
	Data     []named `json:"data"`
	Scope    string  `json:"scope"`
}

type lawfulBasis struct {
	evidence
	Basis      string   `json:"basis"`
	Activity   *named   `json:"activity"`
	Service    *named   `json:"service"`
	Purpose    *named   `json:"purpose"`
	Interest   string   `json:"interest"`
	Statute    string   `json:"statute"`
	Article9   string   `json:"article9"`
	Regions    []string `json:"regions"`
	Subjects   []named  `json:"subjects"`
	Withdrawal string   `json:"withdrawal"`
}

type transfer struct {
	Country   string `json:"country"`
	Safeguard string `json:"safeguard"`
	Document  string `json:"document"`
	ValidFrom string `json:"validFrom"`
	ValidTo   string `json:"validTo"`
	Condition string `json:"condition"`
}

// doing is an activity and who does it.
type doing struct {
	named
	Role string `json:"role"`
}

type disclosure struct {
	evidence
	Activity  doing      `json:"activity"`
	Service   named      `json:"service"`
	Data      named      `json:"data"`
	Recipient named      `json:"recipient"`
	Role      string     `json:"role"`
	Form      string     `json:"form"`
	Contract  string     `json:"contract"`
	Purposes  []named    `json:"purposes"`
	Transfers []transfer `json:"transfers"`
}

type nonDisclosure struct {
	evidence
	Service   named   `json:"service"`
	Activity  *named  `json:"activity"`
	Data      named   `json:"data"`
	Recipient named   `json:"recipient"`
	Purposes  []named `json:"purposes"`
	Form      string  `json:"form"`
	Scope     string  `json:"scope"`
}

// ofOthers says whether others do it, on their own account.
func (d doing) ofOthers() bool { return d.Role == "NOT_INVOLVED" }

// ofOthers says whether others disclose, on their own account.
func (d disclosure) ofOthers() bool { return d.Activity.ofOthers() }

type way struct {
	Services []named `json:"services"`
}

type reach struct {
	Service     named    `json:"service"`
	Recipient   named    `json:"recipient"`
	Direct      bool     `json:"direct"`
	OnlyThrough *named   `json:"onlyThrough"`
	Paths       []way    `json:"paths"`
	Data        []named  `json:"data"`
	Forms       []string `json:"forms"`
	Assertion   string   `json:"assertion"`
}

type retentionRule struct {
	evidence
	Activity named   `json:"activity"`
	Service  named   `json:"service"`
	Data     []named `json:"data"`
	Form     string  `json:"form"`
	InWords  string  `json:"inWords"`
	Criteria string  `json:"criteria"`
	Location string  `json:"location"`
	Survives []named `json:"survives"`
}

type choice struct {
	evidence
	Kind     string   `json:"kind"`
	Service  named    `json:"service"`
	Activity *named   `json:"activity"`
	Where    string   `json:"where"`
	URL      string   `json:"url"`
	Causes   *named   `json:"causes"`
	Purposes []named  `json:"purposes"`
	Regions  []string `json:"regions"`
}

type cookie struct {
	evidence
	Name          string   `json:"name"`
	Patterns      []string `json:"patterns"`
	Setter        named    `json:"setter"`
	Category      string   `json:"category"`
	ConsentNeeded *bool    `json:"consentNeeded"`
	Refusable     bool     `json:"refusable"`
	Lifetime      *struct {
		Kind   string `json:"kind"`
		Period string `json:"period"`
	} `json:"lifetime"`
	Description string  `json:"description"`
	Purposes    []named `json:"purposes"`
	Data        []named `json:"data"`
	Services    []named `json:"services"`
	OptOut      string  `json:"optOut"`
}

type measure struct {
	evidence
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Kind        string  `json:"kind"`
	Services    []named `json:"services"`
	Activities  []named `json:"activities"`
	Data        []named `json:"data"`
}

type requirement struct {
	evidence
	Service  named `json:"service"`
	Requires named `json:"requires"`
}

type dependency struct {
	evidence
	Service   named   `json:"service"`
	DependsOn named   `json:"dependsOn"`
	Data      []named `json:"data"`
	Purposes  []named `json:"purposes"`
}

type controllership struct {
	evidence
	Party struct {
		named
		Country string `json:"country"`
	} `json:"party"`
	Role        string   `json:"role"`
	Service     *named   `json:"service"`
	Activity    *named   `json:"activity"`
	Regions     []string `json:"regions"`
	Arrangement string   `json:"arrangement"`
}

type contact struct {
	Role    string   `json:"role"`
	Name    string   `json:"name"`
	Address []string `json:"address"`
	Email   string   `json:"email"`
	Phone   string   `json:"phone"`
	URL     string   `json:"url"`
	Regions []string `json:"regions"`
	Note    string   `json:"note"`
}
