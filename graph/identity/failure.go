package identity

import (
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// failureBurst is how many keys of one client may be no good at once, and
	// failurePause after how long one more may.
	failureBurst = 10
	failurePause = 6 * time.Second
	// maxClients is the most clients that are counted apart.
	maxClients = 4096
)

// failures counts the keys that were no good, by client.
type failures struct {
	mu sync.Mutex
	// clients is guarded by mu.
	clients map[string]*rate.Limiter
}

func newFailures() *failures { return &failures{clients: map[string]*rate.Limiter{}} }

// blocked says whether the client has sent too many, and how long it is to wait.
func (f *failures) blocked(client string, now time.Time) (time.Duration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.clients[client]
	if l == nil {
		return 0, false
	}
	lacking := 1 - l.TokensAt(now)
	return time.Duration(lacking * float64(failurePause)), lacking > 0
}

// count counts one more. If there are too many clients, one that has done
// little is forgotten.
func (f *failures) count(client string, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.clients[client]
	if l == nil {
		if len(f.clients) >= maxClients {
			f.forget(now)
		}
		l = rate.NewLimiter(rate.Every(failurePause), failureBurst)
		f.clients[client] = l
	}
	l.AllowN(now, 1)
}

// forget drops the one that may do most of some clients: looking at all would
// take long, just when many come.
func (f *failures) forget(now time.Time) {
	const some = 32
	most, least, seen := "", -1.0, 0
	for client, l := range f.clients {
		if left := l.TokensAt(now); left > least {
			most, least = client, left
		}
		if seen++; seen == some {
			break
		}
	}
	delete(f.clients, most)
}

// limited checks a key, and counts it against the client if it is no good. A
// good key is always taken: others who share the address with somebody
// careless are not shut out. Secrets are too long to be found by trying.
func (a *Authenticator) limited(r *http.Request, check func() (grant, error)) (grant, error) {
	g, err := check()
	if err == nil || !isRefused(err) {
		return g, err
	}
	client, now := a.client(r), a.Clock()
	wait, blocked := a.failures.blocked(client, now)
	a.failures.count(client, now)
	if blocked {
		return grant{}, tooMany(wait)
	}
	return grant{}, err
}
