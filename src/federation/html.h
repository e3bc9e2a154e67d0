#pragma once

#include <string>
#include <string_view>

// HTML from outside: parsed by libxml2 and written anew from an allow-list, so that no byte of it passes through.
namespace federation {

// What may be shown of `html`: paragraphs, line breaks, lists, quotations, code, emphasis, ruby, and links to http and
// https, which carry rel="nofollow noopener" and target="_blank". Headings become strong paragraphs, formulas their
// TeX. Of classes those remain that clients look for. Everything else loses its tags; what runs, hides or embeds goes
// with all that is in it. Well-formed and balanced whatever comes in. Takes time in proportion to the text; more than
// 100 KB, tags of more than 4 KB, more than 10 thousand tags and what lies deeper than 64 levels are cut away.
std::string clean_html(std::string_view html);

// The same as plain text on one line, for what is no HTML here: names and titles.
std::string text_of_html(std::string_view html);

// The address, where `html` is one link and nothing else, and what the link says is its address: a promise of where it
// leads. Empty otherwise.
std::string only_link(std::string_view html);

// Where a page says that the same is to be had as ActivityPub:
// <link rel="alternate" type="application/activity+json" href="https://…">. Empty: it does not.
std::string alternate_of_page(std::string_view html);

// Where a host's metadata says that people are looked up: <Link rel="lrdd" template="https://…{uri}">. Empty: it does
// not. https://www.rfc-editor.org/rfc/rfc6415#section-3.1.1
std::string lookup_template(std::string_view xrd);

} // namespace federation
