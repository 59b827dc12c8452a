// Package flowmap draws the map of data: which services pass which data to
// whom, as a picture in SVG. The same flows give the same bytes.
//
// It knows flows as the public GraphQL operation "map" tells them, and nothing
// of pages, of where answers come from, or of who may see what.
package flowmap

// Flows are the flows of data, as nodes and links and one by one. Its fields
// are those of the operation's answer, so that JSON reads into it.
type Flows struct {
	InWords                    string
	Total                      Total
	Services, Data, Recipients []Node
	Links                      []Link
	Flows                      struct {
		Nodes      []Flow
		TotalCount int
		PageInfo   struct {
			HasNextPage bool
			EndCursor   string
		}
	}
	NonDisclosures struct {
		Nodes      []NonDisclosure
		TotalCount int
	}
	Cookies struct{ TotalCount int }
}

// NonDisclosure is a statement that data does not go somewhere, which is no
// flow.
type NonDisclosure struct {
	Service, Data, Recipient Named
	Activity                 *Named
	Purposes                 []Named
	Form, Condition          string
}

// Total counts flows and facts.
type Total struct{ Flows, Collections, Disclosures, Passings, NotStated, Related int }

// Node is a node of the picture.
type Node struct {
	Key, Name, Kind string
	Weight, Holds   int
}

// Link joins two nodes, named by their keys.
type Link struct {
	From, To       string
	StatisticsOnly bool
	Assertion      string
	Total          Total
}

// Flow is one service, one data category and one end.
type Flow struct {
	Service, Data       Named
	Above               struct{ Path []Named }
	End                 string
	Recipient, PassedTo *Named
	Facts               []struct{ ID string }
	StatisticsOnly      bool
	Assertion           string
	Purposes            []Named
	Conditions          []string
	Citations           []struct {
		Clause struct {
			Path     []string
			URL      string
			Document struct{ Title, URL string }
		}
	}
	Nodes []string
}

// Named is a thing with a name.
type Named struct{ ID, Name string }

// Indexes are the names by which the picture calls its nodes in its data
// attributes, by the keys of the nodes.
func (f Flows) Indexes() map[string]string {
	index := map[string]string{}
	for c, column := range [][]Node{f.Services, f.Data, f.Recipients} {
		for i, n := range column {
			index[n.Key] = indexed(c, i)
		}
	}
	return index
}
