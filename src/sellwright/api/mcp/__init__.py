"""A server of tools (Model Context Protocol): the deeds and rights of a token, for programs that talk with people."""
