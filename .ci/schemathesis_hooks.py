"""How Schemathesis writes and reads the media types it does not know."""

import schemathesis

schemathesis.serializer.alias(["application/x-ndjson"], "text/plain")


@schemathesis.deserializer("application/pdf")
def pdf(_context, response):
    """A PDF is one opaque text to the document."""
    return response.content.decode("latin-1")
