#include "property/reader.h"

#include <algorithm>

namespace property {

std::string name_of(int person) { return person == kNobody ? "nobody" : "p" + std::to_string(person); }

std::string together(const Lines& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
    return "[" + text + "]";
}

Lines names_of(const std::set<int>& people) {
    Lines texts;
    for (const int person : people) texts.push_back(name_of(person));
    return texts;
}

std::string text_at(const json::Value& value, std::string_view member) {
    return std::string(value.at(member).as_string());
}

void Reader::expect(const std::string& what, const Lines& expected, const Lines& found) {
    if (!difference_.empty() || expected == found) return;
    difference_ =
        name_of(viewer_) + " reads " + what + ": expected " + together(expected) + ", found " + together(found);
}

Lines Reader::lines(const std::string& path, const Line& line) {
    const auto reply = stage_.get(viewer_, path);
    if (reply.status != 200) return {std::to_string(reply.status)};
    return lines_of(reply.json(), line);
}

Lines Reader::lines_of(const json::Value& array, const Line& line) {
    Lines found;
    for (const auto& element : array.as_array()) {
        if (auto text = line(element); !text.empty()) found.push_back(std::move(text));
    }
    return found;
}

std::string Reader::text_of_quote(int number, Depth depth) const {
    std::string quotable = model_.is_quotable(viewer_, number) ? " quotable" : "";
    const std::string state = model_.quote_state(viewer_, number);
    if (state.empty()) return quotable;
    std::string text = quotable + " quoting, " + state;
    if (!Model::shows_quoted(state)) return text;
    const int quoted = model_.quoted(number);
    return text + " (" + (depth == Depth::Top ? text_of_post(quoted, Depth::Quoted) : std::to_string(quoted)) + ")";
}

std::string Reader::quote_line(const json::Value& status, Depth depth) const {
    std::string quotable = status.at("quote_approval").at("current_user") == "automatic" ? " quotable" : "";
    const auto& quote = status.at("quote");
    if (quote.is_null()) return quotable;
    std::string text = quotable + " quoting, " + text_at(quote, "state");
    const auto& quoted = quote.at(depth == Depth::Top ? "quoted_status" : "quoted_status_id");
    if (quoted.is_null()) return text;
    return text + " ("
           + (depth == Depth::Top ? post_line(quoted, Depth::Quoted)
                                  : std::to_string(stage_.post_with(quoted.as_string())))
           + ")";
}

std::string Reader::text_of_post(int number, Depth depth) const {
    const auto& boost_of = model_.posts().at(number).boost_of;
    return std::to_string(number) + model_.filtered(viewer_, number)
           + (model_.has_pinned(viewer_, number) ? " pinned" : "") + model_.poll_text(viewer_, number)
           + (model_.has_muted_thread(viewer_, number) ? " muted" : "") + text_of_quote(number, depth)
           + (boost_of ? " (of " + text_of_post(*boost_of) + ")" : "");
}

Lines Reader::texts_of(const std::vector<int>& numbers) const {
    Lines texts;
    for (const int number : numbers) texts.push_back(text_of_post(number));
    return texts;
}

std::string Reader::post_line(const json::Value& status, Depth depth) const {
    const int number = stage_.post_with(text_at(status, "id"));
    if (number < 0) return "";
    const auto& members = status.as_object();
    const auto *filtered = members.if_contains("filtered"), *pinned = members.if_contains("pinned");
    const auto* muted = members.if_contains("muted");
    const auto& boosted = status.at("reblog");
    return std::to_string(number) + (filtered ? stage_.filtered_text(*filtered) : "")
           + (pinned && pinned->as_bool() ? " pinned" : "") + poll_line(status.at("poll"))
           + (muted && muted->as_bool() ? " muted" : "") + quote_line(status, depth)
           + (boosted.is_null() ? "" : " (of " + post_line(boosted) + ")");
}

std::string Reader::poll_line(const json::Value& poll) {
    if (poll.is_null()) return "";
    const auto number = [](const json::Value& value) { return std::to_string(value.to_number<int>()); };
    std::string text = std::string(poll.at("expired").as_bool() ? " ended" : " open") + " poll";
    for (const auto& option : poll.at("options").as_array()) {
        const auto& count = option.at("votes_count");
        text += " " + (count.is_null() ? "?" : number(count));
    }
    text += " of " + number(poll.at("votes_count")) + " by " + number(poll.at("voters_count"));
    const auto* voted = poll.as_object().if_contains("voted");
    if (!voted || !voted->as_bool()) return text;
    text += " voted";
    for (const auto& choice : poll.at("own_votes").as_array()) text += " " + number(choice);
    return text;
}

std::string Reader::person_line(const json::Value& account) const {
    const int number = stage_.person_with(text_at(account, "id"));
    return number < 0 ? "" : name_of(number);
}

Lines Reader::posts(const std::string& path) {
    return lines(path, [this](const json::Value& status) { return post_line(status); });
}

Lines Reader::people(const std::string& path) {
    auto found = lines(path, [this](const json::Value& account) { return person_line(account); });
    std::ranges::sort(found);
    return found;
}

Lines Reader::people_in(const std::string& path, const std::string& member) {
    auto found = lines(path, [&](const json::Value& value) { return person_line(value.at(member)); });
    std::ranges::sort(found);
    return found;
}

std::string Reader::status_of(const std::string& path) { return std::to_string(stage_.get(viewer_, path).status); }

} // namespace property
