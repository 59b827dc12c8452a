// Package access says who may do what: the roles, what each operation needs,
// and the tokens by which programs and people show who they are.
//
// It decides and computes. How a credential arrives, where tokens are kept and
// how a refusal looks is the affair of others: it knows no HTTP, no database
// and no clock.
package access
