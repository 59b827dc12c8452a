package wording_test

import (
	"testing"

	"github.com/recital/recital/inventory/wording"
)

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		wording.Count(1, "day"): "1 day", wording.Count(2, "day"): "2 days", wording.Count(0, "rule"): "0 rules", wording.Count(2, "category"): "2 categories",
		wording.And(nil): "", wording.And([]string{"a"}): "a", wording.And([]string{"a", "b"}): "a and b", wording.And([]string{"a", "b", "c"}): "a, b and c",
		wording.Enum("AT_MOST"): "at most", wording.LowerFirst("Account deleted"): "account deleted", wording.LowerFirst("C2 ended"): "C2 ended", wording.LowerFirst("iOS"): "iOS",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
