"""What people ask of an archive: stored queries with a form, a plot where one helps, CSV and JSON.

They are Datasette's own stored queries, given to it when it starts (`queries`), so that each has its
address, `/archive/talk_time`, and the same as `.json` and `.csv`, also where arbitrary SQL is switched off.
Their SQL is in `people`, `sayings` and `episodes`; `shown` makes the page of one, `page` the list of all.
"""
