package files

import "strings"

// nearest is the name spelled most like the text; ok is false if none is near.
func nearest(text string, names []string) (name string, ok bool) {
	const longest = 80
	if len(text) > longest {
		return "", false
	}
	best := max(2, len(text)/3) + 1
	for _, n := range names {
		if len(n) > len(text)+best || len(text) > len(n)+best {
			continue
		}
		if d := distance(strings.ToLower(text), strings.ToLower(n)); d < best {
			best, name = d, n
		}
	}
	return name, name != ""
}

// distance is the number of bytes to insert, drop or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
