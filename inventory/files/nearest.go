package files

import "strings"

// nearest is the name spelled most like the text; ok is false if none is near.
func nearest(text string, names []string) (name string, ok bool) {
	const longest = 80
	if len(text) > longest {
		return "", false
	}
	best := max(1, len(text)/3) + 1
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

// distance is the number of bytes to insert, drop, change or swap with the
// next to make b of a.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, row[j]+1, last[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
