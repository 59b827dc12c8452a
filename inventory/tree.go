package inventory

import "slices"

// above lists what is above a record of a tree, the widest first.
func (s *Snapshot) above(id ID) []ID {
	var ids []ID
	for {
		rec, ok := s.Record(id)
		if !ok {
			break
		}
		c, ok := rec.(child)
		if !ok || c.parentID() == "" {
			break
		}
		id = c.parentID()
		ids = append(ids, id)
	}
	slices.Reverse(ids)
	return ids
}

// within lists a record of a tree and all below it, each level by id.
func (s *Snapshot) within(id ID) []ID {
	kind, _ := id.Kind()
	ids := []ID{id}
	for i := 0; i < len(ids); i++ {
		for _, below := range s.pointingAt(ids[i], kind) {
			if rec, ok := s.Record(below); ok && parentOf(rec) == ids[i] {
				ids = append(ids, below)
			}
		}
	}
	return ids
}

func parentOf(r Record) ID {
	if c, ok := r.(child); ok {
		return c.parentID()
	}
	return ""
}

func set(ids []ID) map[ID]bool {
	m := make(map[ID]bool, len(ids))
	for _, id := range ids {
		m[id] = true
	}
	return m
}
