"""Feeds, shows in full, one episode from many sources, people of several names, addresses that were left."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _columns()
    _tables_made_anew()
    _of_an_episode()
    _decided()
    _of_a_show()


def _columns() -> None:
    for table, columns in _ADDED.items():
        for name, type_ in columns:
            op.add_column(table, sa.Column(name, type_))
    op.create_index("ix_podcasts_guid", "podcasts", ["guid"], unique=True)
    op.create_index("ix_podcasts_title", "podcasts", ["title"])
    op.create_index("ix_people_name_key", "people", ["name_key"])
    connection = op.get_bind()
    people = sa.table("people", sa.column("id", _KEY), sa.column("name"), sa.column("name_key"))
    for id_, name in connection.execute(sa.select(people.c.id, people.c.name)).all():
        # Near enough: what is derived again is compared as the program of its day does.
        key = re.sub(r"\s+", " ", name).strip().casefold()
        connection.execute(sa.update(people).where(people.c.id == id_).values(name_key=key))


_ADDED: dict[str, list[tuple[str, Any]]] = {
    "podcasts": [
        ("guid", sa.Text()),
        ("image_url", sa.Text()),
        ("copyright", sa.Text()),
        ("license", sa.Text()),
        ("license_url", sa.Text()),
        ("explicit", sa.Boolean()),
        ("categories", sa.Text()),
        ("tags", sa.Text()),
        ("origins", sa.Text()),
    ],
    "episodes": [
        ("subtitle", sa.Text()),
        ("description_type", sa.Text()),
        ("kind", sa.Text()),
        ("image_url", sa.Text()),
        ("explicit", sa.Boolean()),
        ("tags", sa.Text()),
        ("origins", sa.Text()),
    ],
    "people": [("name_key", sa.Text()), ("image_url", sa.Text())],
    "recordings": [("size", sa.Integer()), ("title", sa.Text())],
}


def _tables_made_anew() -> None:
    """SQLite alters no constraint. `sources` gives ids for ever, so it must not forget the highest."""
    with op.batch_alter_table("speakers", recreate="always") as batch:
        batch.drop_constraint("method", type_="check")
        methods = "'declared', 'printed', 'alias', 'first name', 'overlap', 'corrected'"
        batch.create_check_constraint("method", f"method in ({methods})")
        for name in ("name", "name_key", "href", "image_url"):
            batch.add_column(sa.Column(name, sa.Text()))
    for name in ("name_key", "href"):
        op.create_index(f"ix_speakers_{name}", "speakers", [name])
    # Before now a person was called and found as the episodes have it.
    op.get_bind().exec_driver_sql(
        "update speakers set (name, name_key, href) ="
        " (select name, name_key, href from people where people.id = person_id) where person_id is not null"
    )
    # Described in full: what is read from SQLite leaves out that a constraint has a name.
    identifiers = sa.Table(
        "identifiers",
        sa.MetaData(),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        _belongs_to("identifiers", "episode_id", "episodes"),
        sa.PrimaryKeyConstraint("id", name="pk_identifiers"),
        sa.UniqueConstraint("scheme", "value", "episode_id", name="uq_identifiers_scheme_value_episode_id"),
    )
    op.drop_index("ix_identifiers_episode_id", "identifiers")
    with op.batch_alter_table("identifiers", recreate="always", copy_from=identifiers):
        pass
    op.create_index("ix_identifiers_episode_id", "identifiers", ["episode_id"])
    connection = op.get_bind()
    (highest,) = connection.exec_driver_sql(
        "select coalesce((select seq from sqlite_sequence where name = 'sources'), 0)"
    ).one()
    with op.batch_alter_table(
        "sources", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.alter_column("episode_id", existing_type=_KEY, nullable=True)
        batch.add_column(sa.Column("podcast_id", _KEY), insert_after="episode_id")
        batch.create_foreign_key(
            "fk_sources_podcast_id_podcasts", "podcasts", ["podcast_id"], ["id"], ondelete="CASCADE"
        )
        batch.add_column(sa.Column("left_at", sa.Text()))
        batch.create_check_constraint("belongs", "episode_id is null or podcast_id is null")
    op.create_index("ix_sources_podcast_id", "sources", ["podcast_id"])
    former = sa.text("superseded_at is not null")
    op.create_index("ix_sources_former", "sources", ["uri"], sqlite_where=former, postgresql_where=former)
    connection.exec_driver_sql("delete from sqlite_sequence where name = 'sources'")
    connection.exec_driver_sql("insert into sqlite_sequence (name, seq) values ('sources', ?)", (highest,))


def _id() -> "sa.Column[int]":
    return sa.Column("id", _KEY, nullable=False)


def _belongs_to(table: str, name: str, owner: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{owner}.id"], name=f"fk_{table}_{name}_{owner}", ondelete=on_delete
    )


def _of_an_episode() -> None:
    op.create_table(
        "clock_maps",
        _id(),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("from_recording_id", _KEY, nullable=False),
        sa.Column("to_recording_id", _KEY, nullable=False),
        sa.Column("pieces", sa.Text(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("covered", sa.Float(), nullable=False),
        sa.Column("to_covered", sa.Float(), nullable=False),
        sa.Column("median_error_ms", sa.Integer(), nullable=False),
        sa.Column("p95_error_ms", sa.Integer(), nullable=False),
        _belongs_to("clock_maps", "episode_id", "episodes"),
        _belongs_to("clock_maps", "from_recording_id", "recordings"),
        _belongs_to("clock_maps", "to_recording_id", "recordings"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_maps"),
    )
    for name in ("episode_id", "from_recording_id", "to_recording_id"):
        op.create_index(f"ix_clock_maps_{name}", "clock_maps", [name])
    op.create_table(
        "links",
        _id(),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("rel", sa.Text()),
        sa.CheckConstraint("kind in ('transcript', 'chapters')", name="kind"),
        _belongs_to("links", "episode_id", "episodes"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_episode_id", "links", ["episode_id"])
    op.create_table(
        "soundbites",
        _id(),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text()),
        _belongs_to("soundbites", "episode_id", "episodes"),
        sa.PrimaryKeyConstraint("id", name="pk_soundbites"),
    )
    op.create_index("ix_soundbites_episode_id", "soundbites", ["episode_id"])


def _decided() -> None:
    op.create_table(
        "person_aliases",
        _id(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("href", sa.Text()),
        sa.Column("podcast_slug", sa.Text()),
        sa.Column("episode_slug", sa.Text()),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_href", sa.Text()),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text()),
        sa.CheckConstraint("kind in ('alias', 'merge', 'split', 'rename')", name="kind"),
        sa.PrimaryKeyConstraint("id", name="pk_person_aliases"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "episode_decisions",
        _id(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("other_scheme", sa.Text(), nullable=False),
        sa.Column("other_value", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text()),
        sa.CheckConstraint("kind in ('merge', 'split')", name="kind"),
        sa.PrimaryKeyConstraint("id", name="pk_episode_decisions"),
        sqlite_autoincrement=True,
    )


def _of_a_show() -> None:
    op.create_table(
        "feeds",
        _id(),
        sa.Column("podcast_id", _KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_sha256", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("retry_at", sa.Text()),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text()),
        sa.CheckConstraint("status in ('active', 'moved', 'gone')", name="status"),
        _belongs_to("feeds", "podcast_id", "podcasts", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url_sha256", name="uq_feeds_url_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_podcast_id", "feeds", ["podcast_id"])
    op.create_table(
        "former_addresses",
        _id(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("former_id", _KEY, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("moved_to", _KEY),
        sa.Column("reason", sa.Text()),
        sa.Column("since", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('episode', 'podcast', 'person')", name="kind"),
        sa.PrimaryKeyConstraint("id", name="pk_former_addresses"),
        sa.UniqueConstraint("kind", "former_id", name="uq_former_addresses_kind_former_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_former_addresses_slug", "former_addresses", ["slug"])
    op.create_table(
        "withheld",
        _id(),
        sa.Column("former_address_id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('episode', 'podcast', 'person')", name="kind"),
        _belongs_to("withheld", "former_address_id", "former_addresses"),
        sa.PrimaryKeyConstraint("id", name="pk_withheld"),
        sa.UniqueConstraint("kind", "sha256", name="uq_withheld_kind_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_withheld_former_address_id", "withheld", ["former_address_id"])
