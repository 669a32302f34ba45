"""Feeds: RSS and Atom taken apart into items, read, fetched and refreshed; OPML lists of them."""

from .feed import Channel, Feed, Item, is_feed, parse

__all__ = ["Channel", "Feed", "Item", "is_feed", "parse"]
