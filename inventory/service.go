package inventory

// ServiceRecord is what people use: an account, a payment, a website.
type ServiceRecord struct {
	ID          ID       `json:"id"`
	Name        string   `json:"name" need:"yes"`
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	URL         URL      `json:"url,omitempty"`
	// PartOf is the service that it is part of.
	PartOf ID `json:"partOf,omitempty" ref:"service" loose:"yes"`
	// OrganisationWide marks the entry that stands for the organisation as a
	// whole: its facts are stated for every service.
	OrganisationWide bool `json:"organisationWide,omitempty"`
	// Products are those that the service applies to.
	Products []ID `json:"products,omitempty" ref:"product" loose:"yes"`
	Evidence
}

// RecordID is the id of the record.
func (r *ServiceRecord) RecordID() ID { return r.ID }

// RecordKind is KindService.
func (r *ServiceRecord) RecordKind() Kind { return KindService }

// DerivedID is empty: the id is chosen.
func (r *ServiceRecord) DerivedID() ID { return "" }

func (r *ServiceRecord) title() string { return r.Name }

func (r *ServiceRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *ServiceRecord) parentID() ID { return r.PartOf }

func (r *ServiceRecord) check(reporter) {}

// Service is what people use.
type Service struct{ view[ServiceRecord] }

// Name is its name.
func (s Service) Name() string { return s.r.Name }

// Aliases are other names.
func (s Service) Aliases() []string { return s.r.Aliases }

// Description says what it is.
func (s Service) Description() (string, bool) { return some(s.r.Description) }

// URL is its place on the web.
func (s Service) URL() (string, bool) { return some(string(s.r.URL)) }

// OrganisationWide is true for what stands for the organisation as a whole.
func (s Service) OrganisationWide() bool { return s.r.OrganisationWide }

// PartOf is the service it is part of.
func (s Service) PartOf() (Service, bool) { return get[Service](s.s, s.r.PartOf) }

// Parts are its parts, by name.
func (s Service) Parts() []Service {
	return sorted(pointing[Service](s.s, KindService, nil, s.ID()))
}

// Products are those it applies to.
func (s Service) Products() []Product { return views[Product](s.s, s.r.Products) }

// Requires is what it needs before it can be used.
func (s Service) Requires() []Requirement {
	return pointing[Requirement](s.s, KindRequirement, func(r *RequirementRecord) bool { return r.Service == s.ID() }, s.ID())
}

// RequiredBy are the services that need it.
func (s Service) RequiredBy() []Requirement {
	return pointing[Requirement](s.s, KindRequirement, func(r *RequirementRecord) bool { return r.Requires == s.ID() }, s.ID())
}

// DependsOn are the services that it passes data to.
func (s Service) DependsOn() []Dependency {
	return pointing[Dependency](s.s, KindDependency, func(r *DependencyRecord) bool { return r.Service == s.ID() }, s.ID())
}

// Dependants are the services that pass data to it.
func (s Service) Dependants() []Dependency {
	return pointing[Dependency](s.s, KindDependency, func(r *DependencyRecord) bool { return r.DependsOn == s.ID() }, s.ID())
}

// Activities are its rows in the register.
func (s Service) Activities() []ProcessingActivity {
	return pointing[ProcessingActivity](s.s, KindActivity, nil, s.ID())
}

// activityIDs are the ids of its activities.
func (s Service) activityIDs() []ID { return s.s.pointingAt(s.ID(), KindActivity) }

// subjects are what a fact of the service may be stated for: the service
// itself and its activities.
func (s Service) subjects() []ID { return append([]ID{s.ID()}, s.activityIDs()...) }

// Collections are what it collects.
func (s Service) Collections() []Collection {
	return pointing[Collection](s.s, KindCollection, nil, s.activityIDs()...)
}

// NonCollections are what it is stated not to collect.
func (s Service) NonCollections() []NonCollection {
	return pointing[NonCollection](s.s, KindNonCollection, nil, s.subjects()...)
}

// Disclosures are what it discloses.
func (s Service) Disclosures() []Disclosure {
	return pointing[Disclosure](s.s, KindDisclosure, nil, s.activityIDs()...)
}

// NonDisclosures are what it is stated not to disclose.
func (s Service) NonDisclosures() []NonDisclosure {
	return pointing[NonDisclosure](s.s, KindNonDisclosure, nil, s.subjects()...)
}

// Uses are what it uses data for.
func (s Service) Uses() []Use { return pointing[Use](s.s, KindUse, nil, s.activityIDs()...) }

// NonUses are what it is stated not to use data for.
func (s Service) NonUses() []NonUse {
	return pointing[NonUse](s.s, KindNonUse, nil, s.subjects()...)
}

// Retention is how long it keeps data.
func (s Service) Retention() []RetentionRule {
	return pointing[RetentionRule](s.s, KindRetention, nil, s.activityIDs()...)
}

// LawfulBases are those stated for it.
func (s Service) LawfulBases() []LawfulBasis {
	return pointing[LawfulBasis](s.s, KindBasis, nil, s.subjects()...)
}

// Controllerships are stated for it, for what it is part of, or for the
// organisation, the nearest first.
func (s Service) Controllerships() []Controllership {
	return pointing[Controllership](s.s, KindControllership, nil, s.andWider()...)
}

// andWider is the service, the services it is part of, and the entries that
// stand for the organisation.
func (s Service) andWider() []ID {
	ids := []ID{s.ID()}
	for up, ok := s.PartOf(); ok; up, ok = up.PartOf() {
		ids = append(ids, up.ID())
	}
	for _, wide := range s.s.wide {
		if wide != s.ID() {
			ids = append(ids, wide)
		}
	}
	return ids
}

// Choices are those its users have.
func (s Service) Choices() []Choice {
	return pointing[Choice](s.s, KindChoice, nil, s.subjects()...)
}

// SecurityMeasures are those stated for it; for the entry that stands for the
// organisation, also those stated for nothing in particular.
func (s Service) SecurityMeasures() []SecurityMeasure {
	list := pointing[SecurityMeasure](s.s, KindMeasure, nil, s.subjects()...)
	if s.OrganisationWide() {
		for _, m := range every[SecurityMeasure](s.s, KindMeasure) {
			if len(m.r.AppliesTo) == 0 {
				list = append(list, m)
			}
		}
	}
	return list
}

// Cookies are those it sets.
func (s Service) Cookies() []Cookie {
	return sorted(pointing[Cookie](s.s, KindCookie, nil, s.ID()))
}

// Recipients are all who receive data through it, directly or through the
// services it depends on, by name.
func (s Service) Recipients() []Reach { return s.s.reachesFrom(s) }

// Summary says in a line what it is.
func (s Service) Summary() string {
	if up, ok := s.PartOf(); ok {
		return s.Name() + ", part of " + up.Name()
	}
	return s.Name()
}

// organisationWide lists the services that stand for the organisation.
func organisationWide(services []*node) []ID {
	var ids []ID
	for _, n := range services {
		if r, ok := n.rec.(*ServiceRecord); ok && r.OrganisationWide {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
