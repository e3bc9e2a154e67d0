#include "property/compare.h"

#include <algorithm>

namespace property {

namespace {

using Kind = Step::Kind;

std::string text_of(const std::vector<Heard>& heard) {
    std::string text;
    for (const auto& one : heard) {
        text += (text.empty() ? "" : ", ") + one.channel + ": " + one.event + " " + one.subject;
    }
    return "[" + text + "]";
}

// A new post, where it is shown to `viewer`.
void add_updates(const Model& model, int viewer, int number, std::vector<Heard>& heard) {
    const Post& post = model.posts().at(number);
    const std::string subject = std::to_string(number) + model.filtered(viewer, number);
    const bool is_ours = domain_of(post.author) == 0;
    if (model.is_for_home(viewer, number)) heard.push_back({"home", "update", subject});
    if (model.is_for_list(viewer, number)) heard.push_back({"list", "update", subject});
    if (!model.is_for_stream(viewer, number)) return;
    if (model.is_for_public(number)) {
        heard.push_back({"public", "update", subject});
        heard.push_back({is_ours ? "public:local" : "public:remote", "update", subject});
        if (post.has_picture) heard.push_back({"public:media", "update", subject});
        if (post.has_picture)
            heard.push_back({is_ours ? "public:local:media" : "public:remote:media", "update", subject});
    }
    if (post.is_tagged && post.visibility == statuses::Visibility::Public) {
        heard.push_back({"tag", "update", subject});
        if (is_ours) heard.push_back({"tag:local", "update", subject});
    }
}

void add_notifications(const Model& model, int viewer, std::vector<Heard>& heard) {
    for (const auto& [reader, notice] : model.last_notices()) {
        if (reader != viewer || (notice.post && !model.may_see(viewer, *notice.post))) continue;
        std::string subject = notice.type + " p" + std::to_string(notice.from);
        if (notice.post) subject += " " + std::to_string(*notice.post);
        heard.push_back({"notifications", "notification", std::move(subject)});
    }
}

void add_conversations(const Model& model, int viewer, int number, std::vector<Heard>& heard) {
    for (const auto& conversation : model.conversations(viewer)) {
        if (conversation.posts.contains(number)) {
            heard.push_back({"direct", "conversation", std::to_string(*conversation.posts.rbegin())});
        }
    }
}

// That which an edit has put its post into.
void add_reached_conversations(const Model& before, const Model& model, int viewer, int number,
                               std::vector<Heard>& heard) {
    const auto of_post = [&](const Model& one) {
        std::vector<Conversation> kept = one.conversations(viewer);
        std::erase_if(kept, [&](const Conversation& conversation) { return !conversation.posts.contains(number); });
        return kept;
    };
    const auto former = of_post(before), now = of_post(model);
    for (const auto& conversation : now) {
        const bool was_there = std::ranges::any_of(former, [&](const Conversation& other) {
            return other.thread == conversation.thread && other.others == conversation.others;
        });
        if (!was_there) heard.push_back({"direct", "conversation", std::to_string(*conversation.posts.rbegin())});
    }
}

std::vector<Heard> expected_news(const Model& before, const Model& model, const Step& step, int viewer) {
    std::vector<Heard> heard;
    add_notifications(model, viewer, heard);
    if (model.last_filtering() == viewer) heard.push_back({"home", "filters_changed", ""});
    if (model.has(step.number)) add_updates(model, viewer, step.number, heard);
    if (model.has(step.number)) add_conversations(model, viewer, step.number, heard);
    if (step.kind == Kind::Edit) add_reached_conversations(before, model, viewer, step.post, heard);
    std::ranges::sort(heard);
    return heard;
}

bool is_change(const Heard& heard) { return heard.event == "delete" || heard.event == "status.update"; }

// Also when it may be quoted, or may not any more, what is quoted.
bool is_changed(const Model& before, const Model& model, const Step& step, int number) {
    if (step.post != number || !model.has(number)) return false;
    const Post &former = before.posts().at(number), &now = model.posts().at(number);
    if (former.boost_of) return false;
    if (step.kind == Kind::AnswerQuote) return former.quote && former.quote->state != now.quote->state;
    return step.kind == Kind::Edit && former.author == step.person;
}

// What the step did to posts that stood, and still stand, in the feeds of `viewer`; also the end of what mentions them.
std::vector<Heard> expected_changes(const Model& before, const Model& model, const Step& step, int viewer) {
    std::vector<Heard> heard;
    const auto add = [&](const char* channel, const std::vector<int>& shown, const std::vector<int>& still_shown) {
        for (const int number : shown) {
            if (!model.has(number)) heard.push_back({channel, "delete", std::to_string(number)});
            if (!is_changed(before, model, step, number)) continue;
            if (std::ranges::count(still_shown, number) > 0) {
                heard.push_back({channel, "status.update", std::to_string(number) + model.filtered(viewer, number)});
            }
        }
    };
    add("home", before.home(viewer), model.home(viewer));
    add("list", before.list(viewer), model.list(viewer));
    const auto& home = before.home(viewer);
    for (const auto& [number, post] : before.posts()) {
        const bool is_at_home = std::ranges::count(home, number) > 0;
        if (model.has(number) || is_at_home || !post.mentions.contains(viewer)) continue;
        heard.push_back({"home", "delete", std::to_string(number)});
    }
    std::ranges::sort(heard);
    return heard;
}

// An edit that somebody hears of who may not see it.
bool is_leak(const Model& model, const Heard& heard, int viewer) {
    return heard.event == "status.update" && !model.may_see(viewer, std::stoi(heard.subject));
}

} // namespace

std::string difference_in_streams(const Model& before, const Model& model, const Step& step, Stage& stage) {
    for (int viewer = 0; viewer < kLocals; ++viewer) {
        auto heard = stage.heard_by(viewer);
        const auto expected = expected_news(before, model, step, viewer);
        const auto changed = expected_changes(before, model, step, viewer);
        // Who has not got a post may hear of its end, which says nothing of it. What is left of a conversation is told
        // when its last post goes.
        std::vector<Heard> changes;
        std::ranges::copy_if(heard, std::back_inserter(changes), is_change);
        const bool is_end = step.kind == Kind::Delete;
        std::erase_if(heard, [&](const Heard& one) { return is_change(one) || (is_end && one.channel == "direct"); });
        if (heard != expected) {
            return "p" + std::to_string(viewer) + " hears: expected " + text_of(expected) + ", heard " + text_of(heard);
        }
        if (!std::ranges::includes(changes, changed)
            || std::ranges::any_of(changes, [&](const Heard& one) { return is_leak(model, one, viewer); })) {
            return "p" + std::to_string(viewer) + " hears: expected " + text_of(changed) + ", heard "
                   + text_of(changes);
        }
    }
    return {};
}

} // namespace property
