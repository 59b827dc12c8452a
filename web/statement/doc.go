// Package statement is the public privacy statement: pages, fragments and a
// static copy, made of nothing but the answers to the public GraphQL operations
// in the folder operation. Anyone can run the same text and get the same facts.
//
// The package knows how an answer is shown. It does not know where answers come
// from, who may see what, or how a revision is read.
package statement
