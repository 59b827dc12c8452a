// Package sqlite keeps an inventory in a SQLite file: the current facts in
// typed tables that any SQLite tool reads, and every revision in an
// append-only log, both written in one transaction.
//
// It knows how records become rows and nothing of what they mean: the rules of
// the domain are those of package inventory, the layout of the tables is that
// of the migrations, and one mechanism over [inventory.Schema] joins them.
//
// One process writes to a file; any number read it. Nothing in the process may
// open the file other than through this package: closing any descriptor of it
// gives up the locks that SQLite holds.
package sqlite
