package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"
)

const (
	// postgresConns bounds one replica's share of the server's connections.
	postgresConns = 10
	// ownConns bounds those of a pool beside it; see [DB.OwnPool].
	ownConns = 4
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The driver's message leaves the password out.
		return nil, fmt.Errorf("reading the address: %w", err)
	}
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "learningyear"
	}
	pool := postgresPool(config, postgresConns)
	if err := postgresIsOurs(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	db := &DB{engine: Postgres, readSQL: pool, wrtSQL: pool}
	db.connect = func() (*sql.DB, error) { return postgresPool(config, ownConns), nil }
	dial := gormpostgres.New(gormpostgres.Config{Conn: pool})
	if err := db.handles(dial, dial); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return db, nil
}

// postgresIsOurs looks only where this program's tables would be, and not at those
// that an extension brings.
func postgresIsOurs(ctx context.Context, pool *sql.DB) error {
	return isOurs(ctx, pool, `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT EXISTS (
			SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`)
}

func postgresPool(config *pgx.ConnConfig, conns int) *sql.DB {
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(inUTC))
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxLifetime(30 * time.Minute)
	return pool
}

// inUTC makes instants come back in UTC rather than in the server's own zone,
// as they do on SQLite.
func inUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name:  "timestamptz",
		OID:   pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
