"""What all tables share: the names of constraints, keys, and references."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A plain BIGINT primary key is no alias of the rowid in SQLite, and the full-text index joins by rowid.
Key = BigInteger().with_variant(Integer, "sqlite")


def id_column(comment: str = "Stable for ever: never given to another row.") -> Column[int]:
    return Column("id", Key, primary_key=True, comment=comment)


def references(table: str, comment: str, *, name: str | None = None, nullable: bool = False, on_delete: str = "CASCADE") -> Column[int]:
    column = name or {"people": "person"}.get(table, table.removesuffix("s")) + "_id"
    return Column(column, Key, ForeignKey(f"{table}.id", ondelete=on_delete), nullable=nullable, comment=comment)
