package inventory

import "github.com/recital/recital/inventory/wording"

// A fact may be stated for a service or for one activity of it. These say
// which, for every fact with such a subject.

// subjectService is the service of a subject.
func (f fact) subjectService(subject ID) Service {
	if a, ok := f.subjectActivity(subject); ok {
		return a.Service()
	}
	return must[Service](f.s, subject)
}

// subjectActivity is the activity, if the subject is one.
func (f fact) subjectActivity(subject ID) (ProcessingActivity, bool) {
	return get[ProcessingActivity](f.s, subject)
}

// subjectName says the subject in words.
func (f fact) subjectName(subject ID) string {
	if a, ok := f.subjectActivity(subject); ok {
		return a.Summary()
	}
	return must[Service](f.s, subject).Name()
}

// dataNames says which data in words; none is said as all.
func (f fact) dataNames(ids []ID, all string) string {
	if len(ids) == 0 {
		return all
	}
	names := make([]string, len(ids))
	for i, d := range views[DataCategory](f.s, ids) {
		names[i] = d.Name()
	}
	return wording.And(names)
}
