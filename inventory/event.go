package inventory

// EventRecord is what starts a period or ends a processing: account deleted,
// ticket resolved, service disabled on the device.
type EventRecord struct {
	ID          ID       `json:"id"`
	Name        string   `json:"name" need:"yes"`
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	Broader     ID       `json:"broader,omitempty" ref:"event" loose:"yes"`
	// Ends lists the services that the event ends for the person concerned.
	Ends []ID `json:"ends,omitempty" ref:"service" loose:"yes"`
	Evidence
}

// RecordID is the id of the record.
func (r *EventRecord) RecordID() ID { return r.ID }

// RecordKind is KindEvent.
func (r *EventRecord) RecordKind() Kind { return KindEvent }

// DerivedID is empty: the id is chosen.
func (r *EventRecord) DerivedID() ID { return "" }

func (r *EventRecord) title() string { return r.Name }

func (r *EventRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *EventRecord) parentID() ID { return r.Broader }

func (r *EventRecord) check(reporter) {}

// Event is what starts a period or ends a processing.
type Event struct{ view[EventRecord] }

// Name is its name.
func (e Event) Name() string { return e.r.Name }

// Aliases are other names.
func (e Event) Aliases() []string { return e.r.Aliases }

// Description says what happens.
func (e Event) Description() (string, bool) { return some(e.r.Description) }

// Broader is the next wider event.
func (e Event) Broader() (Event, bool) { return get[Event](e.s, e.r.Broader) }

// Narrower are the next narrower events, by name.
func (e Event) Narrower() []Event { return sorted(pointing[Event](e.s, KindEvent, nil, e.ID())) }

// Ends are the services that it ends for the person concerned.
func (e Event) Ends() []Service { return views[Service](e.s, e.r.Ends) }

// CausedBy are the choices that cause it.
func (e Event) CausedBy() []Choice { return pointing[Choice](e.s, KindChoice, nil, e.ID()) }

// Retention are the rules that it starts or ends.
func (e Event) Retention(first int, after *string) (RetentionRuleConnection, error) {
	list := pointing[RetentionRule](e.s, KindRetention, func(r *RetentionRuleRecord) bool { return r.Trigger == e.ID() }, e.ID())
	return pageOf(list, first, after)
}

// Summary says in a line what it is.
func (e Event) Summary() string { return e.Name() }
