package main

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
)

// question is a named question: the operation behind it, and how its answer is
// told as a table.
type question struct {
	use, short, example string
	// needs and takes are how many arguments it wants; variables names them.
	needs, takes int
	variables    []string
	flags        []questionFlag
	operation    string
	answer       func(*inventory.Snapshot, map[string]any) (table, error)
	// names lists what it can be asked of, for completion.
	names func(*inventory.Snapshot) []cobra.Completion
}

// questionFlag is a variable of a question that is given by a flag.
type questionFlag struct {
	name, variable, usage string
	boolean               bool
}

func (f questionFlag) value(text string) (any, error) {
	if !f.boolean {
		return text, nil
	}
	b, err := strconv.ParseBool(text)
	if err != nil {
		return nil, inputError{fmt.Errorf("--%s is %q: write true or false", f.name, text)}
	}
	return b, nil
}

func (q question) name() string {
	name, _, _ := strings.Cut(q.use, " ")
	return name
}

// wants says which arguments the question wants.
func (q question) wants() string {
	_, args, _ := strings.Cut(q.use, " ")
	if args == "" {
		return "no argument"
	}
	return args + " (one argument: put names of several words in quotes)"
}

func questionNames() []string {
	var names []string
	for _, q := range questions() {
		names = append(names, q.name())
	}
	return names
}

// questions lists the named questions, in the order in which help shows them.
func questions() []question {
	return []question{
		{
			use: "who-receives DATA", short: "Who receives this data, through what, and where that is written",
			example: `  recital ask who-receives "IP addresses"`,
			needs:   1, takes: 1, variables: []string{"data"}, operation: whoReceivesOperation, answer: whoReceives, names: dataNames,
		},
		{
			use: "who-collects DATA", short: "Who collects this data, who is stated not to, who says nothing",
			example: `  recital ask who-collects "serial numbers"`,
			needs:   1, takes: 1, variables: []string{"data"}, operation: whoCollectsOperation, answer: whoCollects, names: dataNames,
		},
		{
			use: "what-goes-to RECIPIENT", short: "What a recipient receives, and through which services",
			example: `  recital ask what-goes-to Stripe`,
			needs:   1, takes: 1, variables: []string{"recipient"}, operation: whatGoesToOperation, answer: whatGoesTo, names: partyNames,
		},
		{
			use: "what-is-kept", short: "Which data is kept for how long, and on what ground",
			example: `  recital ask what-is-kept --longer-than P3Y
  recital ask what-is-kept --trigger "last activity"`,
			flags: []questionFlag{
				{name: "longer-than", variable: "longerThan", usage: "only what may be kept longer than this period, such as P3Y"},
				{name: "at-most", variable: "atMost", usage: "only what certainly ends within this period"},
				{name: "indefinitely", variable: "indefinitely", usage: "only what is kept without end; =false: only what ends", boolean: true},
				{name: "trigger", variable: "trigger", usage: "only what starts or ends with this event"},
				{name: "service", variable: "service", usage: "only this service and its parts"},
				{name: "data", variable: "data", usage: "only this data category"},
			},
			operation: whatIsKeptOperation, answer: whatIsKept,
		},
		{
			use: "what-happens-on EVENT", short: "What an event erases, what stays and why",
			example: `  recital ask what-happens-on "account deleted"`,
			needs:   1, takes: 1, variables: []string{"event"}, operation: whatHappensOnOperation, answer: whatHappensOn, names: eventNames,
		},
		{
			use: "cookies [SETTER]", short: "Which cookies are set, by whom, for how long",
			example: `  recital ask cookies Microsoft`,
			takes:   1, variables: []string{"setter"}, operation: cookiesOperation, answer: cookies, names: partyNames,
		},
		{
			use: "search WORDS", short: "Find anything by its words",
			example: `  recital ask search "licence key"`,
			needs:   1, takes: 1, variables: []string{"text"}, operation: searchOperation, answer: search,
		},
	}
}

// The operations behind the named questions, as anybody can run them.
var (
	//go:embed question/who-receives.graphql
	whoReceivesOperation string
	//go:embed question/who-collects.graphql
	whoCollectsOperation string
	//go:embed question/what-goes-to.graphql
	whatGoesToOperation string
	//go:embed question/what-is-kept.graphql
	whatIsKeptOperation string
	//go:embed question/what-happens-on.graphql
	whatHappensOnOperation string
	//go:embed question/cookies.graphql
	cookiesOperation string
	//go:embed question/search.graphql
	searchOperation string
)

func dataNames(s *inventory.Snapshot) []cobra.Completion {
	return completions(allPages(func(after *string) (inventory.DataCategoryConnection, error) {
		return s.DataCategories("", inventory.MaxPage, after)
	}))
}

func partyNames(s *inventory.Snapshot) []cobra.Completion {
	return completions(allPages(func(after *string) (inventory.PartyConnection, error) {
		return s.Parties("", inventory.MaxPage, after)
	}))
}

func eventNames(s *inventory.Snapshot) []cobra.Completion {
	return completions(allPages(func(after *string) (inventory.EventConnection, error) { return s.Events(inventory.MaxPage, after) }))
}

func completions[T interface{ Name() string }](items []T) []cobra.Completion {
	list := make([]cobra.Completion, len(items))
	for i, item := range items {
		list[i] = item.Name()
	}
	return list
}

// allPages reads a list to its end; on an error it gives what it has.
func allPages[T any](page func(after *string) (inventory.Connection[T], error)) []T {
	var list []T
	var after *string
	for {
		c, err := page(after)
		if err != nil {
			return list
		}
		list = append(list, c.Nodes()...)
		if info := c.PageInfo(); info.HasNextPage {
			after = info.EndCursor
			continue
		}
		return list
	}
}
