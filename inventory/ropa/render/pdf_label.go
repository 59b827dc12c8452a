package render

import "strconv"

// labels are the labels of a document. Each is in the file once, with the rule
// above it, however many activities have it.
type labels struct {
	known map[labelled]label
	// resources are the entries by which pages name them.
	resources []byte
}

// labelled is what a label says.
type labelled struct {
	title, article string
	// continued is true if what it stands beside began on the page before.
	continued bool
}

// label is a label as it is in the file.
type label struct {
	name   string
	lines  int
	height float64
}

// label is the label that says this. There are few: two for each column, and
// those of the cover.
func (d *document) label(of labelled) label {
	l, known := d.labels.known[of]
	if !known {
		l = d.newLabel(of)
		d.labels.known[of] = l
	}
	return l
}

func (d *document) newLabel(of labelled) label {
	l, s := label{name: "L" + strconv.Itoa(len(d.labels.known)), height: 0.8}, newDrawing(d.set.fonts)
	write := func(text string, f face) {
		for _, text := range d.wrap(text, f, labelWidth) {
			s.print(margin, l.height+f.height*0.75, f, inkText, "", text)
			l.height += f.height
			l.lines++
		}
	}
	if of.continued {
		of.title += " (continued)"
	} else {
		s.rule(0, inkRule)
	}
	write(of.title, faceLabel())
	if of.article != "" {
		write(of.article, faceSmall())
	}
	n := d.file.reserve()
	box := appendTenths([]byte("[0 "), -place(l.height+1))
	s.write(d.file, n, d.part(string(box)+" 841.89 1]"))
	d.labels.resources = append(d.labels.resources, "/"+l.name+" "+reference(n)...)
	return l
}
