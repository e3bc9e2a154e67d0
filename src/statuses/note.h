#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "statuses/hashtags.h"
#include "statuses/remote_attachments.h"
#include "statuses/remote_polls.h"
#include "statuses/status.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A post as another server describes it.
namespace statuses {

// Posts, and what is shown as one with its title and a link.
inline constexpr std::array<std::string_view, 8> kNoteTypes = {"Note",  "Question", "Article", "Page",
                                                               "Image", "Audio",    "Video",   "Event"};

struct Note {
    std::string uri, url;
    std::string author; // A URI, as are all that follow.
    std::string parent; // Empty: it answers nothing.
    std::vector<std::string> to, cc;
    std::vector<std::string> mentioned;
    std::vector<std::string> answers; // Some that are on its own server, as far as it names them itself.

    std::string content; // Safe HTML.
    std::string spoiler_text;
    bool is_sensitive = false;
    std::string language;   // Empty: not said, or none that we know.
    std::string title;      // As it is: of an answer to a poll it is the choice.
    base::Time published{}; // Epoch: not said.
    std::optional<base::Time> updated;
    std::vector<Hashtag> hashtags;
    std::vector<RemoteAttachment> attachments;
    std::optional<RemotePoll> poll;
    std::optional<std::int64_t> favourites, reblogs; // As its server counts.
    std::string quote;                               // The URI of what it quotes; empty: nothing.
    std::string quote_authorization; // Where the quoted author's server says that it may; empty: nobody has said so.
    std::vector<std::string> quoted_freely_by, quoted_on_request_by; // Accounts and collections who may quote it.

    bool is_question() const { return poll.has_value(); }
};

// What a document says, cleaned and cut to what we keep. Errors: Invalid for other types, and without an id and an
// author of one host.
Result<Note> read_note(const json::Object& document);

// Whom it names, without reading the rest.
std::vector<std::string> mentioned_in(const json::Object& document);

// Who it is for: what it says of itself, `followers` being the collection of its author's followers.
Visibility visibility_of(const Note& note, std::string_view followers);

} // namespace statuses
