#pragma once

#include "property/model.h"
#include "property/stage.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace property {

using Lines = std::vector<std::string>;

std::string name_of(int person); // "p1", "nobody"
std::string together(const Lines& items);
Lines names_of(const std::set<int>& people);
std::string text_at(const json::Value& value, std::string_view member);

// Asks as one viewer, and notes the first answer that is not as expected.
class Reader {
public:
    Reader(const Model& model, Stage& stage, int viewer) : model_(model), stage_(stage), viewer_(viewer) {}

    // "" as long as all was as expected.
    const std::string& difference() const { return difference_; }

protected:
    void expect(const std::string& what, const Lines& expected, const Lines& found);

    // What `line` makes of each element of the array in the answer, without what is of other worlds: "".
    using Line = std::function<std::string(const json::Value&)>;
    Lines lines(const std::string& path, const Line& line);
    static Lines lines_of(const json::Value& array, const Line& line);
    Lines posts(const std::string& path);
    Lines people(const std::string& path);                               // Sorted.
    Lines people_in(const std::string& path, const std::string& member); // Of an array of objects that hold one.
    std::string status_of(const std::string& path);                      // "200"

    // A post as the viewer is to see it: with what their filters say, and whether they have pinned it.
    enum class Depth { Top, Quoted }; // Of what a quoted post quotes, only whether it is there is shown.
    std::string text_of_post(int number, Depth depth = Depth::Top) const;
    Lines texts_of(const std::vector<int>& numbers) const;
    // The same of what the server answered. "" for one of another world.
    std::string post_line(const json::Value& status, Depth depth = Depth::Top) const;
    std::string person_line(const json::Value& account) const;
    static std::string poll_line(const json::Value& poll); // As Model::poll_text() has it.

    const Model& model_;
    Stage& stage_;
    int viewer_;

private:
    std::string text_of_quote(int number, Depth depth) const;
    std::string quote_line(const json::Value& status, Depth depth) const;

    std::string difference_;
};

// What differs for one viewer; "" for nothing.
std::string difference_in_timelines(const Model& model, Stage& stage, int viewer);
std::string difference_in_people(const Model& model, Stage& stage, int viewer);
std::string difference_in_posts(const Model& model, Stage& stage, int viewer);
std::string difference_in_notifications(const Model& model, Stage& stage, int viewer); // And conversations.
std::string difference_in_choices(const Model& model, Stage& stage, int viewer);

} // namespace property
