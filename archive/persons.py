"""People as rows: found by the page that tells them apart, else by name."""

from sqlalchemy import Connection

from archive import rows, schema
from archive.addressing import free_slug
from archive.engine import driver
from archive.names import key
from archive.records import Person
from archive.slug import slugify


def put(connection: Connection, person: Person) -> int:
    """Whoever has this `href`; without one, whoever has this name, however it is written, and no `href`.

    A person who is found takes another name only if this episode is the only one to mention them: an address
    that was mistaken in one sidecar must not rename somebody everywhere.
    """
    raw = driver(connection)
    if person.href is not None:
        found = raw.execute("select id, name from people where href = ?", (person.href,)).fetchone()
    else:
        sql = "select id, name from people where name_key = ? and href is null order by id"
        found = raw.execute(sql, (key(person.name),)).fetchone()
    if found is None:
        slug = free_slug(raw, "people", slugify(person.name, "person"))
        values = (None, slug, person.name, person.href, key(person.name), person.image_url)
        return int(connection.exec_driver_sql(rows.insert_sql(schema.people), values).lastrowid)
    if found[1] != person.name:
        # This episode's own speakers are not there at this moment.
        elsewhere = raw.execute("select 1 from speakers where person_id = ? limit 1", (found[0],)).fetchone()
        if elsewhere is None:
            sql = rows.update_sql(schema.people, "name", "name_key")
            connection.exec_driver_sql(sql, (person.name, key(person.name), found[0]))
    return int(found[0])
