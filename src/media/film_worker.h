#pragma once

#include <span>
#include <string_view>

namespace media {

// In the process that decodes: `probe`, `film`, `gifv`, `frame`, `sound` or `gif`, and what follows. Becomes ffprobe
// or ffmpeg, shut in; returns only when that is impossible: the exit code.
int become_ffmpeg(std::string_view what, std::span<const std::string_view> words);

} // namespace media
