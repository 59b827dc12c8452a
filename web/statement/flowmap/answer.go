// Package flowmap draws the map of data: which services pass which data to
// whom, as a picture in SVG and as a table, on a page that needs no script.
//
// It knows the answer to the public GraphQL operation in its folder operation,
// and nothing of where answers come from or who may see what.
package flowmap

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
)

// operation is the text of the operation that the map is made of.
//
//go:embed operation/map.graphql
var operation string

// Operation is the text of the operation that the map is made of.
func Operation() string { return operation }

// Ask answers an operation: the body of the answer, and whether it has no
// errors.
type Ask func(ctx context.Context, query string, variables map[string]any) (body []byte, ok bool)

// Answer is what the operation says.
type Answer struct {
	Head struct {
		Number        int
		EffectiveDate string
	}
	DataFlows Flows
}

// Flows are the flows of data, as nodes and links and one by one.
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
	NonDisclosures, Cookies struct{ TotalCount int }
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

// refusal is an answer that says what is wrong with the question.
type refusal struct{ code, message string }

func (r *refusal) Error() string { return r.message }

// errMoved means that a new revision came between two pages of flows.
var errMoved = errors.New("the inventory has a new revision since the page was begun")

// put asks the operation.
func put(ctx context.Context, ask Ask, variables map[string]any) (Answer, error) {
	body, ok := ask(ctx, operation, variables)
	var answer struct {
		Data   Answer
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Answer{}, fmt.Errorf("ask for the map: %w", err)
	}
	if ok {
		return answer.Data, nil
	}
	if len(answer.Errors) == 0 {
		return Answer{}, errors.New("ask for the map: no answer")
	}
	first := answer.Errors[0]
	if code := first.Extensions.Code; code == "NOT_FOUND" || code == "INVALID" {
		return Answer{}, &refusal{code, first.Message}
	}
	return Answer{}, fmt.Errorf("ask for the map: %s: %s", first.Extensions.Code, first.Message)
}

// mostFlows is how many flows one page shows; the rest are on further pages.
const mostFlows = 400

// read asks for the picture and its flows, up to [mostFlows].
func read(ctx context.Context, ask Ask, variables map[string]any) (Answer, error) {
	answer, err := put(ctx, ask, variables)
	if err != nil {
		return Answer{}, err
	}
	flows := &answer.DataFlows.Flows
	for flows.PageInfo.HasNextPage && len(flows.Nodes) < mostFlows {
		next := map[string]any{}
		for k, v := range variables {
			next[k] = v
		}
		next["after"] = flows.PageInfo.EndCursor
		more, err := put(ctx, ask, next)
		if err != nil {
			return Answer{}, err
		}
		if more.Head.Number != answer.Head.Number {
			return Answer{}, errMoved
		}
		flows.Nodes = append(flows.Nodes, more.DataFlows.Flows.Nodes...)
		flows.PageInfo = more.DataFlows.Flows.PageInfo
	}
	return answer, nil
}
