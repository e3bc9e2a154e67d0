#include "base/json.h"
#include "http/request.h"
#include "media/films.h"

#include <charconv>
#include <cmath>

namespace media {
namespace {

using http::Params;

// ffprobe writes most of its numbers as texts.
double real(const Params& params, std::string_view name) {
    const auto text = params.text(name);
    double value = 0;
    if (!text) return 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    return error == std::errc() && std::isfinite(value) && value > 0 && value < 1e12 ? value : 0;
}

// "30000/1001"
double ratio(std::string_view text) {
    double above = 0, below = 0;
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return 0;
    std::from_chars(text.data(), text.data() + slash, above);
    std::from_chars(text.data() + slash + 1, text.data() + text.size(), below);
    return above > 0 && below > 0 ? above / below : 0;
}

bool stands_on_its_side(const Params& stream) {
    for (const auto* item : stream.items("side_data_list")) {
        const auto* object = item->if_object();
        const auto turned = object ? Params(*object).integer("rotation").value_or(0) : 0;
        if (turned % 180 != 0) return true;
    }
    return false;
}

bool is_cover(const Params& stream) {
    const auto* disposition = stream.object("disposition");
    return disposition && Params(*disposition).flag("attached_pic");
}

FilmFacts::Picture picture_of(const Params& stream) {
    FilmFacts::Picture picture{.codec = stream.text_or("codec_name", ""),
                               .pixels = stream.text_or("pix_fmt", ""),
                               .width = static_cast<int>(stream.integer("width").value_or(0)),
                               .height = static_cast<int>(stream.integer("height").value_or(0)),
                               .frame_rate = stream.text_or("avg_frame_rate", ""),
                               .frames_per_second = 0,
                               .frames = static_cast<std::int64_t>(real(stream, "nb_frames"))};
    if (ratio(picture.frame_rate) == 0) picture.frame_rate = stream.text_or("r_frame_rate", "");
    picture.frames_per_second = ratio(picture.frame_rate);
    if (stands_on_its_side(stream)) std::swap(picture.width, picture.height);
    return picture;
}

} // namespace

std::optional<FilmFacts> read_facts(std::string_view text) {
    const auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const Params all(parsed->get_object());
    FilmFacts facts;
    for (const auto* item : all.items("streams")) {
        const auto* object = item->if_object();
        if (!object) continue;
        const Params stream(*object);
        const auto type = stream.text_or("codec_type", "");
        if (type == "video" && is_cover(stream)) {
            facts.has_cover = true;
        } else if (type == "video" && !facts.picture) {
            facts.picture = picture_of(stream);
        }
        if (type == "audio" && facts.sound_codec.empty()) facts.sound_codec = stream.text_or("codec_name", "unknown");
    }
    if (const auto* format = all.object("format")) {
        facts.seconds = real(Params(*format), "duration");
        facts.bits_per_second = static_cast<std::int64_t>(real(Params(*format), "bit_rate"));
    }
    return facts;
}

} // namespace media
