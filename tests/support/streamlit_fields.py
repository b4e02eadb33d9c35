"""Which texts of Streamlit's elements are Markdown: all but those that it is known to show, or use, as they are."""

# Never shown, or shown as they are wherever they stand.
_AS_THEY_ARE = {
    "id", "form_id", "element_id", "key", "url", "page", "query_string", "page_script_hash", "alt", "placeholder",
    "raw_values", "raw_value", "default", "value", "set_value", "spec", "config", "format", "columns", "styles",
    "display_values", "file_name", "type", "icon", "color", "format_string", "user_key", "allowed_types",
}  # fmt: skip
# Options of these are shown as they are.
_PLAIN_OPTIONS = {"selectbox", "multiselect"}
# A number's text; what stands in these is no Markdown.
_PLAIN = {("metric", "body"), ("metric", "delta"), ("arrow_data_frame", "data"), ("html", "body")}


def is_markdown(kind, path):
    """Whether the text in this field of an element of this kind is Markdown."""
    last = path[-1]
    if last in _AS_THEY_ARE or (kind, last) in _PLAIN:
        return False
    return not (last == "options" and kind in _PLAIN_OPTIONS)
