#pragma once

#include "statuses/shortened_link.h"

#include <span>
#include <string>
#include <string_view>

// Plain text written here, turned into the HTML that clients and other servers get: the same as Mastodon's, byte for
// byte, because clients look for its classes and take their links apart. Nothing in the text can become markup.
namespace statuses {

// Somebody whom the text may mention.
struct Mentionable {
    std::string_view username; // As it is shown.
    std::string_view domain;   // As kept, in lower case, international ones as xn--…; empty: of this server.
    std::string_view url;      // Of the profile, for people.
};

struct FormatOptions {
    std::string_view web_url = {};  // "https://social.example", no slash at the end: hashtags lead there.
    std::string_view domain = {};   // @user@DOMAIN is of this server,
    std::string_view web_host = {}; // and so is @user@WEB_HOST.
    // Those who were found and are mentioned, and the author. Two of the same name are shown with their domains; a
    // mention of anybody else stays text.
    std::span<const Mentionable> accounts = {};
    // A post that is quoted: its address is put before a text that does not hold it, for servers without quotes.
    std::string_view quoted_url = {};
};

// A post: paragraphs at empty lines, <br /> at line ends. Empty for white space alone.
std::string format_html(std::string_view text, const FormatOptions& options);

// The text of a profile.
std::string format_bio_html(std::string_view note, const FormatOptions& options);

// A profile field: no paragraphs, mentions always with the domain, links with rel=me so that the other side can confirm
// them.
std::string format_field_html(std::string_view value, const FormatOptions& options);

} // namespace statuses
