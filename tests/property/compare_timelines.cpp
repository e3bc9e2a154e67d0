#include "property/reader.h"

#include <algorithm>
#include <functional>

namespace property {

namespace {

class TimelineReader : public Reader {
public:
    using Reader::Reader;

    std::string read() {
        read_open_timelines();
        for (int person = 0; person < kPeople; ++person) read_person_posts(person);
        if (viewer_ != kNobody) read_own_timelines();
        return difference();
    }

private:
    void read_open_timelines() {
        const std::string path = "/api/v1/timelines/public?limit=40";
        expect("the public timeline", texts_of(model_.public_timeline(viewer_, {})), posts(path));
        expect("the local timeline", texts_of(model_.public_timeline(viewer_, true)), posts(path + "&local=true"));
        expect("the remote timeline", texts_of(model_.public_timeline(viewer_, false)), posts(path + "&remote=true"));
        read_pictures("the public timeline", {}, path);
        read_pictures("the local timeline", true, path + "&local=true");
        read_pictures("the remote timeline", false, path + "&remote=true");
        expect("the hashtag's pictures", texts_of(model_.with_pictures(model_.hashtag_timeline(viewer_))),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40&only_media=true"));
        expect("the hashtag", texts_of(model_.hashtag_timeline(viewer_)),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40"));
        read_link();
        read_hashtag("any", [](const Post& post) { return post.is_tagged || post.is_also_tagged; });
        read_hashtag("all", [](const Post& post) { return post.is_tagged && post.is_also_tagged; });
        read_hashtag("none", [](const Post& post) { return post.is_tagged && !post.is_also_tagged; });
    }

    void read_pictures(const std::string& what, std::optional<bool> is_local, const std::string& path) {
        expect("the pictures of " + what, texts_of(model_.with_pictures(model_.public_timeline(viewer_, is_local))),
               posts(path + "&only_media=true"));
    }

    void read_link() {
        const auto expected = model_.link_timeline(viewer_);
        expect("the posts with the link", expected ? texts_of(*expected) : Lines{"404"},
               posts("/api/v1/timelines/link?limit=40&url=" + stage_.link()));
    }

    // The tag, with what `param` says of the other.
    void read_hashtag(const std::string& param, const std::function<bool(const Post&)>& fits) {
        expect("the hashtag with " + param, texts_of(model_.public_posts(viewer_, fits)),
               posts("/api/v1/timelines/tag/" + stage_.tag() + "?limit=40&" + param + "[]=" + stage_.other_tag()));
    }

    void read_person_posts(int person) {
        const std::string path = "/api/v1/accounts/" + stage_.id_of_person(person);
        expect("the posts of " + name_of(person), texts_of(model_.account_posts(viewer_, person)),
               posts(path + "/statuses?limit=40"));
        read_some_posts(person, "exclude_replies=true",
                        [&](const Post& post) { return !post.replied_to || *post.replied_to == person; });
        read_some_posts(person, "exclude_reblogs=true", [](const Post& post) { return !post.boost_of; });
        read_some_posts(person, "tagged=" + stage_.tag(), [](const Post& post) { return post.is_tagged; });
        read_some_posts(person, "only_media=true", [](const Post& post) { return post.has_picture; });
        expect("what " + name_of(person) + " has pinned", texts_of(model_.pinned(viewer_, person)),
               posts(path + "/statuses?pinned=true"));
    }

    void read_some_posts(int person, const std::string& flag, const std::function<bool(const Post&)>& fits) {
        auto expected = model_.account_posts(viewer_, person);
        std::erase_if(expected, [&](int number) { return !fits(model_.posts().at(number)); });
        expect("the posts of " + name_of(person) + " with " + flag, texts_of(expected),
               posts("/api/v1/accounts/" + stage_.id_of_person(person) + "/statuses?limit=40&" + flag));
    }

    void read_own_timelines() {
        expect("favourites", texts_of(model_.favourites(viewer_)), posts("/api/v1/favourites?limit=40"));
        expect("bookmarks", texts_of(model_.bookmarks(viewer_)), posts("/api/v1/bookmarks?limit=40"));
        expect("the list", texts_of(model_.list(viewer_)),
               posts("/api/v1/timelines/list/" + stage_.id_of_list(viewer_) + "?limit=40"));
        auto home = texts_of(model_.home(viewer_));
        home.resize(std::min<std::size_t>(home.size(), 40));
        expect("home", home, posts("/api/v1/timelines/home?limit=40"));
    }
};

} // namespace

std::string difference_in_timelines(const Model& model, Stage& stage, int viewer) {
    return TimelineReader(model, stage, viewer).read();
}

} // namespace property
