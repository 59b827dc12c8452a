package inventory

import "encoding/base64"

// Connection is a page of a list, with the number of all items.
type Connection[T any] struct {
	items   []T
	cursors []string
	offset  int
	total   int
}

// Edge is one item of a page, with its place.
type Edge[T any] struct {
	Node   T
	Cursor string
}

// PageInfo says where a page lies among all pages.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// MaxPage is the most items that a page may hold.
const MaxPage = 200

// Nodes are the items of the page.
func (c Connection[T]) Nodes() []T { return c.items }

// Edges are the items of the page, each with its cursor.
func (c Connection[T]) Edges() []Edge[T] {
	list := make([]Edge[T], len(c.items))
	for i := range c.items {
		list[i] = Edge[T]{c.items[i], c.cursors[i]}
	}
	return list
}

// TotalCount is the number of items on all pages.
func (c Connection[T]) TotalCount() int { return c.total }

// PageInfo says where the page lies.
func (c Connection[T]) PageInfo() PageInfo {
	info := PageInfo{HasNextPage: c.offset+len(c.items) < c.total, HasPreviousPage: c.offset > 0}
	if n := len(c.cursors); n > 0 {
		info.StartCursor, info.EndCursor = &c.cursors[0], &c.cursors[n-1]
	}
	return info
}

// paged cuts the page of first items after the cursor from a list of n items,
// given the key and the value of each.
func paged[T any](n int, key func(int) string, item func(int) T, first int, after *string) (Connection[T], error) {
	if first < 1 || first > MaxPage {
		return Connection[T]{}, Errorf(Invalid, "first is %d: ask for 1 to %d items and read on with after", first, MaxPage)
	}
	from := 0
	if after != nil && *after != "" {
		last, err := base64.RawURLEncoding.DecodeString(*after)
		for from < n && key(from) != string(last) {
			from++
		}
		if err != nil || from == n {
			return Connection[T]{}, Errorf(Invalid, "after is no cursor of this list: take endCursor of the page before, in the same revision")
		}
		from++
	}
	to := min(n, from+first)
	c := Connection[T]{items: make([]T, 0, to-from), cursors: make([]string, 0, to-from), offset: from, total: n}
	for i := from; i < to; i++ {
		c.items, c.cursors = append(c.items, item(i)), append(c.cursors, cursor(key(i)))
	}
	return c, nil
}

// Paged is the page of first items after the cursor, or nil, of a list made
// outside this package. The key of an item tells it from all others of the list;
// first must be 1 to [MaxPage].
func Paged[T any](list []T, key func(T) string, first int, after *string) (Connection[T], error) {
	return paged(len(list), func(i int) string { return key(list[i]) }, func(i int) T { return list[i] }, first, after)
}

func cursor(key string) string { return base64.RawURLEncoding.EncodeToString([]byte(key)) }

// pageOf pages views that are already at hand.
func pageOf[T Node](list []T, first int, after *string) (Connection[T], error) {
	return paged(len(list), func(i int) string { return string(list[i].ID()) }, func(i int) T { return list[i] }, first, after)
}

// pageOfIDs pages views by their ids, looking up only those of the page.
func pageOfIDs[V ~struct{ view[R] }, R any](s *Snapshot, ids []ID, first int, after *string) (Connection[V], error) {
	return paged(len(ids), func(i int) string { return string(ids[i]) }, func(i int) V { return must[V](s, ids[i]) }, first, after)
}

// pageOfKind pages all views of a kind in their order.
func pageOfKind[V ~struct{ view[R] }, R any](s *Snapshot, k Kind, first int, after *string) (Connection[V], error) {
	list := s.byKind[k]
	view := func(i int) V { v, _ := of[V](s, list[i]); return v }
	return paged(len(list), func(i int) string { return string(list[i].rec.RecordID()) }, view, first, after)
}

// The connections and edges of the contract.
type (
	ServiceConnection             = Connection[Service]
	DataCategoryConnection        = Connection[DataCategory]
	DataSubjectCategoryConnection = Connection[DataSubjectCategory]
	PurposeConnection             = Connection[Purpose]
	PartyConnection               = Connection[Party]
	ProcessingActivityConnection  = Connection[ProcessingActivity]
	CookieConnection              = Connection[Cookie]
	DocumentConnection            = Connection[Document]
	RightConnection               = Connection[Right]
	EventConnection               = Connection[Event]
	ProductConnection             = Connection[Product]
	LawfulBasisConnection         = Connection[LawfulBasis]
	SecurityMeasureConnection     = Connection[SecurityMeasure]
	ChoiceConnection              = Connection[Choice]
	CollectionConnection          = Connection[Collection]
	NonCollectionConnection       = Connection[NonCollection]
	DisclosureConnection          = Connection[Disclosure]
	NonDisclosureConnection       = Connection[NonDisclosure]
	FactConnection                = Connection[Fact]
	RevisionConnection            = Connection[Revision]
	SearchHitConnection           = Connection[SearchHit]

	ServiceEdge             = Edge[Service]
	DataCategoryEdge        = Edge[DataCategory]
	DataSubjectCategoryEdge = Edge[DataSubjectCategory]
	PurposeEdge             = Edge[Purpose]
	PartyEdge               = Edge[Party]
	ProcessingActivityEdge  = Edge[ProcessingActivity]
	CookieEdge              = Edge[Cookie]
	DocumentEdge            = Edge[Document]
	RightEdge               = Edge[Right]
	EventEdge               = Edge[Event]
	ProductEdge             = Edge[Product]
	LawfulBasisEdge         = Edge[LawfulBasis]
	SecurityMeasureEdge     = Edge[SecurityMeasure]
	ChoiceEdge              = Edge[Choice]
	CollectionEdge          = Edge[Collection]
	NonCollectionEdge       = Edge[NonCollection]
	DisclosureEdge          = Edge[Disclosure]
	NonDisclosureEdge       = Edge[NonDisclosure]
	RetentionRuleEdge       = Edge[RetentionRule]
	FactEdge                = Edge[Fact]
	RevisionEdge            = Edge[Revision]
	SearchHitEdge           = Edge[SearchHit]
)

// RetentionRuleConnection is a page of retention rules.
type RetentionRuleConnection = Connection[RetentionRule]
