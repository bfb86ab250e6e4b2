"""Opens the post: reads sources into messages, keeps the cache, puts the book of relationships together."""
