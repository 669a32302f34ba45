"""How the archive is read by others than readers: search engines, feed readers, previews of links.

`pages` and `episode` say what a page tells of itself in its head, `linked_data` writes that for schema.org,
`oembed` gives a quotation for other pages, `atom` the newest episodes; `sitemap` lists all addresses, and
says who may come.
"""
