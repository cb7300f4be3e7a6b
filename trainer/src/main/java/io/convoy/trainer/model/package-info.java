/** The trained model and its file. Files are untrusted input. Depends on {@code network} and {@code data}. */
@NullMarked
package io.convoy.trainer.model;

import org.jspecify.annotations.NullMarked;
