package inventory

import "github.com/recital/recital/inventory/wording"

// WhoCollects is the answer to "who collects this data?": three states side by
// side. Silence is never a no.
type WhoCollects struct {
	// Asked is what was asked, as it was asked.
	Asked string
	// Data is the category that was understood.
	Data DataCategory
	// Collected is stated or inferred to be collected.
	Collected []Collection
	// StatedNot is stated not to be collected.
	StatedNot []NonCollection
	// NotStated are the services that say neither, by name.
	NotStated []Service
	// MayInclude are collections of wider categories.
	MayInclude []Collection
	// StatedNotWider are statements that a wider category is not collected.
	StatedNotWider []NonCollection
}

// WhoCollects answers "who collects this data?". Data is a category's id, name
// or alias; an unknown one is a [NotFound] error that suggests the nearest.
func (s *Snapshot) WhoCollects(data string, narrower bool) (WhoCollects, error) {
	asked, err := s.DataCategory(data)
	if err != nil {
		return WhoCollects{}, err
	}
	counting := s.matcher(asked.ID(), narrower, false).counting(s)
	above := s.above(asked.ID())
	a := WhoCollects{
		Asked: data, Data: asked,
		Collected:      sorted(pointing[Collection](s, KindCollection, nil, counting...)),
		StatedNot:      sorted(pointing[NonCollection](s, KindNonCollection, nil, counting...)),
		MayInclude:     sorted(pointing[Collection](s, KindCollection, nil, above...)),
		StatedNotWider: sorted(pointing[NonCollection](s, KindNonCollection, nil, above...)),
	}
	said := map[ID]bool{}
	for _, c := range a.Collected {
		said[c.Service().ID()] = true
	}
	for _, c := range a.StatedNot {
		said[c.Service().ID()] = true
	}
	for _, v := range every[Service](s, KindService) {
		if !said[v.ID()] {
			a.NotStated = append(a.NotStated, v)
		}
	}
	return a, nil
}

// InWords gives the answer in one sentence, with its gaps.
func (a WhoCollects) InWords() string {
	yes := gather(a.Collected, func(c Collection) []Service { return []Service{c.Service()} })
	no := gather(a.StatedNot, func(c NonCollection) []Service { return []Service{c.Service()} })
	line := a.Data.Name() + ": no service is stated to collect it"
	if len(yes) > 0 {
		line = a.Data.Name() + ": collected by " + wording.And(serviceNames(yes))
	}
	if len(no) > 0 {
		line += "; stated not to be collected, where said so under a condition, by " + wording.And(serviceNames(no))
	}
	if n := len(a.NotStated); n > 0 {
		line += "; nothing is stated by " + wording.Count(n, "other service")
	}
	return line + "."
}

func serviceNames(list []Service) []string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = s.Name()
	}
	return names
}
