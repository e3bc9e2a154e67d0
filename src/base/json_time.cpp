#include "base/json.h"

namespace base::json {

void Writer::value(Time time) {
    separate();
    out_ += '"';
    out_ += iso8601(time); // Nothing in it to escape.
    out_ += '"';
}

} // namespace base::json
