package cache

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// TestOneFlight has a thousand who ask for the same at once. The first leaves
// before it is answered.
func TestOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		o := &origin{}
		o.answer = func(w http.ResponseWriter, r *http.Request) {
			<-release
			if r.Context().Err() != nil {
				w.WriteHeader(500)
			}
			w.Header().Set("Etag", `"x"`)
			io.WriteString(w, "answer")
		}
		h := wrap(o, nil)
		first, leave := context.WithCancel(t.Context())
		go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(first, "GET", "/a", nil))
		synctest.Wait()
		var all sync.WaitGroup
		for range 1000 {
			all.Go(func() {
				if w := do(h, "GET", "/a"); w.Code != 200 || w.Body.String() != "answer" {
					t.Errorf("status %d %s", w.Code, w.Body)
				}
			})
		}
		gone, go2 := context.WithCancel(t.Context())
		all.Go(func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, "GET", "/a", nil)) })
		synctest.Wait()
		leave()
		go2()
		synctest.Wait()
		close(release)
		all.Wait()
		o.expect(t, 1, "a thousand at once")
	})
}

// TestCookieIsForOne has three who ask at once for what sets a cookie: none
// gets the cookie of another.
func TestCookieIsForOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		o := &origin{}
		o.answer = func(w http.ResponseWriter, _ *http.Request) {
			<-release
			w.Header().Set("Set-Cookie", "n="+strconv.FormatInt(o.asked.Add(1), 10))
		}
		h := wrap(o, nil)
		cookies := make(chan string, 3)
		for range 3 {
			go func() { cookies <- do(h, "GET", "/a").Header().Get("Set-Cookie") }()
		}
		synctest.Wait()
		close(release)
		seen := map[string]bool{<-cookies: true, <-cookies: true, <-cookies: true}
		if len(seen) != 3 {
			t.Errorf("cookies of three: %v", seen)
		}
	})
}

// TestFlightOfBefore has an answer in the making when the head moves: one who
// asks afterwards does not get it.
func TestFlightOfBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		o := &origin{}
		o.answer = func(w http.ResponseWriter, _ *http.Request) {
			n := o.head.Load()
			if n == 0 {
				<-release
			}
			w.Header().Set("Etag", fmt.Sprintf(`"%d"`, n))
		}
		h := wrap(o, nil)
		go do(h, "GET", "/a")
		synctest.Wait()
		o.head.Store(1)
		for range 2 {
			if w := do(h, "GET", "/a"); w.Header().Get("Etag") != `"1"` {
				t.Errorf("got %v", w.Header())
			}
		}
		close(release)
		synctest.Wait()
		if w := do(h, "GET", "/a"); w.Header().Get("Etag") != `"1"` {
			t.Errorf("got %v once the old one has landed", w.Header())
		}
		o.expect(t, 2, "one before, one after")
	})
}

func TestPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		o := &origin{answer: func(http.ResponseWriter, *http.Request) { <-release; panic("broken") }}
		h := wrap(o, nil)
		values := make(chan any, 3)
		for range 3 {
			go func() {
				defer func() { values <- recover() }()
				do(h, "GET", "/a")
			}()
		}
		synctest.Wait()
		close(release)
		count := map[any]int{}
		for range 3 {
			count[<-values]++
		}
		if count["broken"] != 1 || count[errLost] != 2 {
			t.Errorf("panics: %v", count)
		}
		o.answer = nil
		if w := do(h, "GET", "/a"); w.Code != 200 {
			t.Errorf("afterwards: status %d", w.Code)
		}
	})
}

// TestFresh has writers who move the head and readers who check that no answer
// is older than the head was when they asked.
func TestFresh(t *testing.T) {
	o := &origin{}
	h := wrap(o, nil)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for i := range 16 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				before := o.head.Load()
				coding := []string{"gzip", "identity"}[i%2]
				w := do(h, "GET", "/"+strconv.Itoa(i%3), "Accept-Encoding", coding)
				tag := strings.TrimSuffix(strings.Trim(w.Header().Get("Etag"), `"`), "-gzip")
				if n, err := strconv.ParseInt(tag, 10, 64); err != nil || n < before {
					t.Errorf("the head was %d, the answer is of %s", before, tag)
				}
			}
		})
	}
	for i := int64(1); i <= 500; i++ {
		o.head.Store(i)
		if w := do(h, "GET", "/0"); w.Header().Get("Etag") != fmt.Sprintf(`"%d"`, i) {
			t.Errorf("the head is %d, the answer of %s", i, w.Header().Get("Etag"))
		}
	}
	close(done)
	readers.Wait()
}
