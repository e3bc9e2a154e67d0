#include "property/reader.h"

#include <algorithm>

namespace property {

namespace {

class PostReader : public Reader {
public:
    using Reader::Reader;

    std::string read() {
        for (const auto& [number, post] : model_.posts()) read_post(number);
        return difference();
    }

private:
    static constexpr int kSome = 5;

    std::string poll(const std::string& path) {
        const auto reply = stage_.get(viewer_, path);
        return reply.status == 200 ? poll_line(reply.json()) : std::to_string(reply.status);
    }

    // What few posts tell as well as all.
    void read_more_of(int number, bool is_seen) {
        const std::string path = "/api/v1/statuses/" + stage_.id_of_post(number), status = is_seen ? "200" : "404";
        const std::string what = "post " + std::to_string(number);
        expect("the history of " + what, {status}, {status_of(path + "/history")});
        const Post& post = model_.posts().at(number);
        if (viewer_ == kNobody) return;
        expect("the source of " + what, {status}, {status_of(path + "/source")});
        if (post.boost_of || domain_of(post.author) != 0) return;
        const auto reply = stage_.get(viewer_, "/api/v2/search?type=statuses&resolve=true&q="
                                                   + stage_.url_of_post(post.author, number));
        expect("the search for the address of " + what, is_seen ? Lines{text_of_post(number)} : Lines{},
               lines_of(reply.json().at("statuses"), [this](const json::Value& found) { return post_line(found); }));
    }

    // Whoever may see its quotes; and of some that have none.
    bool is_worth_asking_for_quotes(int number) const {
        return number % kSome == 0 || std::ranges::any_of(model_.posts(), [&](const auto& entry) {
                   return entry.second.quote && entry.second.quote->quoted == number;
               });
    }

    void read_post(int number) {
        const std::string path = "/api/v1/statuses/" + stage_.id_of_post(number);
        const std::string what = "post " + std::to_string(number);
        const auto reply = stage_.get(viewer_, path);
        const bool is_seen = model_.may_see(viewer_, number);
        expect(what, {is_seen ? "200" : "404"}, {std::to_string(reply.status)});
        expect(what + " among others", is_seen ? Lines{text_of_post(number)} : Lines{},
               posts("/api/v1/statuses?id[]=" + stage_.id_of_post(number)));
        if (viewer_ != kNobody && is_worth_asking_for_quotes(number)) {
            expect("the quotes of " + what, is_seen ? texts_of(model_.quotes(viewer_, number)) : Lines{"404"},
                   posts(path + "/quotes"));
        }
        if (model_.posts().at(number).poll) {
            expect("the poll of " + what, {is_seen ? model_.poll_text(viewer_, number) : "404"},
                   {poll("/api/v1/polls/" + stage_.id_of_poll(number))});
        }
        if (number % kSome == 1) read_more_of(number, is_seen);
        const auto context = stage_.get(viewer_, path + "/context");
        if (!is_seen) {
            expect("the context of " + what, {"404"}, {std::to_string(context.status)});
            expect("who favourited " + what, {"404"}, people(path + "/favourited_by"));
            expect("who boosted " + what, {"404"}, people(path + "/reblogged_by"));
            return;
        }
        const auto line = [this](const json::Value& status) { return post_line(status); };
        const auto around = context.json();
        expect("what came before " + what, texts_of(model_.ancestors(viewer_, number)),
               lines_of(around.at("ancestors"), line));
        expect("what came after " + what, texts_of(model_.descendants(viewer_, number)),
               lines_of(around.at("descendants"), line));
        expect("who favourited " + what, names_of(model_.favourited_by(viewer_, number)),
               people(path + "/favourited_by"));
        expect("who boosted " + what, names_of(model_.boosted_by(viewer_, number)), people(path + "/reblogged_by"));
    }
};

} // namespace

std::string difference_in_posts(const Model& model, Stage& stage, int viewer) {
    return PostReader(model, stage, viewer).read();
}

} // namespace property
