#pragma once

#include "property/model.h"
#include "property/stage.h"

#include <string>

namespace property {

// What differs between the model and what people read, asking every listing endpoint as everybody; "" for nothing.
std::string difference(const Model& model, Stage& stage);
// What differs between what the last step should have told our people at once and what it told them; "" for nothing.
// `before` is the model before the step.
std::string difference_in_streams(const Model& before, const Model& model, const Step& step, Stage& stage);

} // namespace property
