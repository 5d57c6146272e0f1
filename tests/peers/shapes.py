"""Whether records have the types that a client's own schema declares."""

TYPES = {
    "null": lambda value: value is None,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def fits(value, schema):
    """Whether a value has a type that the schema allows; items of arrays too."""
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    if allowed and not any(TYPES[name](value) for name in allowed):
        return False
    if isinstance(value, list) and "items" in schema:
        return all(fits(item, schema["items"]) for item in value)
    return True


def misfits(records, schema):
    """Names of declared fields that some record holds in another type, sorted."""
    declared = schema["properties"]
    return sorted(
        {name for record in records for name, value in record.items() if name in declared and not fits(value, declared[name])}
    )
