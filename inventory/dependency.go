package inventory

// RequirementRecord says that a service needs another one, such as an account:
// "requirement/quickconnect/synology-account".
type RequirementRecord struct {
	ID       ID `json:"id"`
	Service  ID `json:"service" ref:"service" need:"yes"`
	Requires ID `json:"requires" ref:"service" need:"yes"`
	Evidence
}

// DependencyRecord says that a service passes data to another one; only these
// categories travel on: "dependency/c2/payment".
type DependencyRecord struct {
	ID        ID   `json:"id"`
	Service   ID   `json:"service" ref:"service" need:"yes"`
	DependsOn ID   `json:"dependsOn" ref:"service" need:"yes"`
	Data      []ID `json:"data" ref:"data" need:"yes"`
	Purposes  []ID `json:"purposes,omitempty" ref:"purpose"`
	Evidence
}

// RecordID is the id of the record.
func (r *RequirementRecord) RecordID() ID { return r.ID }

// RecordKind is KindRequirement.
func (r *RequirementRecord) RecordKind() Kind { return KindRequirement }

// DerivedID is made of the ends.
func (r *RequirementRecord) DerivedID() ID {
	return KindRequirement.ID(r.Service.Rest(), r.Requires.Rest())
}

func (r *RequirementRecord) title() string { return "" }

// RecordID is the id of the record.
func (r *DependencyRecord) RecordID() ID { return r.ID }

// RecordKind is KindDependency.
func (r *DependencyRecord) RecordKind() Kind { return KindDependency }

// DerivedID is made of the ends.
func (r *DependencyRecord) DerivedID() ID {
	return KindDependency.ID(r.Service.Rest(), r.DependsOn.Rest())
}

func (r *DependencyRecord) title() string { return "" }

func (r *RequirementRecord) check(report reporter) {
	if r.Service == r.Requires {
		report("requires", "cycle", "a service does not need itself")
	}
}

func (r *DependencyRecord) check(report reporter) {
	if r.Service == r.DependsOn {
		report("dependsOn", "cycle", "a service does not pass data to itself")
	}
}

// Requirement says that a service needs another one.
type Requirement struct{ view[RequirementRecord] }

// Service is the one that needs.
func (r Requirement) Service() Service { return must[Service](r.s, r.r.Service) }

// Requires is the one that is needed.
func (r Requirement) Requires() Service { return must[Service](r.s, r.r.Requires) }

// Summary says in a line what needs what.
func (r Requirement) Summary() string {
	return r.Service().Name() + " needs " + r.Requires().Name()
}

// Dependency says that a service passes data to another one.
type Dependency struct{ view[DependencyRecord] }

// Service is the one people use.
func (d Dependency) Service() Service { return must[Service](d.s, d.r.Service) }

// DependsOn is the one it relies on.
func (d Dependency) DependsOn() Service { return must[Service](d.s, d.r.DependsOn) }

// Data is what is passed.
func (d Dependency) Data() []DataCategory { return views[DataCategory](d.s, d.r.Data) }

// Purposes are what for.
func (d Dependency) Purposes() []Purpose { return views[Purpose](d.s, d.r.Purposes) }

// Summary says in a line what passes what to what.
func (d Dependency) Summary() string {
	return d.Service().Name() + " passes " + d.dataNames(d.r.Data, "data") + " to " + d.DependsOn().Name()
}
