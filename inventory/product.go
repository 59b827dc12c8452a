package inventory

// ProductRecord is a product that services apply to: a device, an operating
// system, a package.
type ProductRecord struct {
	ID          ID       `json:"id"`
	Name        string   `json:"name" need:"yes"`
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	Publisher   ID       `json:"publisher,omitempty" ref:"party" loose:"yes"`
	Evidence
}

// RecordID is the id of the record.
func (r *ProductRecord) RecordID() ID { return r.ID }

// RecordKind is KindProduct.
func (r *ProductRecord) RecordKind() Kind { return KindProduct }

// DerivedID is empty: the id is chosen.
func (r *ProductRecord) DerivedID() ID { return "" }

func (r *ProductRecord) title() string { return r.Name }

func (r *ProductRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *ProductRecord) check(reporter) {}

// Product is a product that services apply to.
type Product struct{ view[ProductRecord] }

// Name is its name.
func (p Product) Name() string { return p.r.Name }

// Aliases are other names.
func (p Product) Aliases() []string { return p.r.Aliases }

// Description says what it is.
func (p Product) Description() (string, bool) { return some(p.r.Description) }

// Publisher is who publishes it.
func (p Product) Publisher() (Party, bool) { return get[Party](p.s, p.r.Publisher) }

// Services are those that apply to it, by name.
func (p Product) Services() []Service {
	return sorted(pointing[Service](p.s, KindService, nil, p.ID()))
}

// Summary says in a line what it is.
func (p Product) Summary() string {
	if by, ok := p.Publisher(); ok {
		return p.Name() + ", published by " + by.Name()
	}
	return p.Name()
}
